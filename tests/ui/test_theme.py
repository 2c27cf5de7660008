from pathlib import Path

import pytest

from caselight.ui.theme import PALETTE, contrast, variables

STATIC = Path(__file__).resolve().parents[2] / "src" / "caselight" / "web" / "static"
CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
TEXT, MARK = 4.5, 3.0  # WCAG 2.2
PAIRS = [  # what is drawn on what, and how much contrast it needs
    ("text", "page", TEXT),
    ("text", "panel", TEXT),
    ("text", "picked", TEXT),
    ("muted", "page", TEXT),
    ("muted", "panel", TEXT),
    ("late", "page", TEXT),
    ("late", "panel", TEXT),
    ("action", "page", TEXT),
    ("action", "panel", TEXT),
    ("action", "picked", TEXT),
    ("on-action", "action", TEXT),
    ("data", "panel", MARK),
    ("attention", "page", MARK),  # a shape beside ordinary text, never small text
    ("attention", "panel", MARK),
    ("alarm", "page", 2.0),  # a filled tile: its words carry it
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_drawn_can_be_read_on_its_ground(theme: str, ink: str, ground: str, least: float) -> None:
    assert contrast(getattr(PALETTE[ink], theme), getattr(PALETTE[ground], theme)) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_white_words_can_be_read_on_the_alarm(theme: str) -> None:
    assert contrast("#FFFFFF", getattr(PALETTE["alarm"], theme)) >= TEXT


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_the_style_sheet_has_the_palette_and_no_other_variable_of_it() -> None:
    assert variables() in (STATIC / "caselight.css").read_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_streamlit_is_given_the_same_colours(theme: str) -> None:
    config = CONFIG.read_text().split(f"[theme.{theme}]")[1].split("[")[0]

    parts = {"backgroundColor": "page", "secondaryBackgroundColor": "panel", "textColor": "text", "borderColor": "line"}
    for option, part in (parts | {"primaryColor": "action", "linkColor": "action"}).items():
        assert f'{option} = "{getattr(PALETTE[part], theme)}"' in config


def test_no_colour_is_written_outside_the_palette() -> None:
    """Save white on the alarm, and the NOT LIVE bar, which looks the same in both themes."""
    allowed = {"#FFFFFF", *(PALETTE["attention"].dark, PALETTE["page"].dark)}
    for sheet in ("wall.css", "pages.css"):
        words = (STATIC / sheet).read_text().replace(";", " ").replace(",", " ").replace(")", " ").split()
        assert {word.upper() for word in words if word.startswith("#") and len(word) == 7} <= allowed, sheet
