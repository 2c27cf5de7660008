"""The table of what was asked for: no line is missing, and nothing is named that does not exist."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caselight import cli
from caselight.core.records import TYPES, Standard, columns
from caselight.core.sheets import SHEETS

ROOT = Path(__file__).parents[1]
LINES: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "docs" / "coverage.toml").read_text("utf-8"))
ASKED = {"F": 23, "I": 15, "R": 10, "E": 16, "X": 9, "B": 15}


def is_field(named: str) -> bool:
    record, _, name = named.partition(".")
    return name in columns(Standard if record == "case" else TYPES[record])


EXISTS: dict[str, Callable[[str], bool]] = {
    "template": TYPES.__contains__,
    "field": is_field,
    "sheet": SHEETS.__contains__,
    "command": cli.main.commands.__contains__,
    "page": lambda name: (ROOT / "pages" / f"{name}.py").is_file(),
    "module": lambda path: (ROOT / "src" / "caselight" / f"{path}.py").is_file(),
    "doc": lambda name: (ROOT / "docs" / name).is_file(),
}


def test_every_line_that_was_asked_for_is_there_in_order() -> None:
    assert list(LINES) == [f"{letter}{number}" for letter, last in ASKED.items() for number in range(1, last + 1)]


@pytest.mark.parametrize("line", LINES)
def test_what_a_line_names_exists(line: str) -> None:
    about = LINES[line]

    named = [place.partition(":") for place in about.get("where", ())]

    assert about["what"]
    assert named or about.get("later"), "a line lives somewhere, or is said to come later"
    assert [name for kind, _, name in named if not EXISTS[kind](name)] == []
