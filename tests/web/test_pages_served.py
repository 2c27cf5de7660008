"""Streamlit's page is served as ours, our files are kept for ever, and a new Streamlit that differs is noticed."""

import pytest

from caselight.ui.theme import PALETTE
from caselight.web import assets, index, pages
from door import TestClient


def test_every_screen_has_our_title_icon_style_and_script(signed_in: TestClient) -> None:
    for path in set(pages.URLS) - {index.FIRST}:
        answer = signed_in.get(path)

        assert "<title>Caselight</title>" in answer.text
        for name in ("icon.svg", "caselight.css", "caselight.js"):
            assert assets.url(name) in answer.text
        assert assets.url("sign-in.css") not in answer.text
        assert "_stcore/agent" not in answer.text
        assert 'src="./' not in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_the_first_page_is_found_by_its_name_too(signed_in: TestClient) -> None:
    answer = signed_in.get("/overview?client=Ellery+Care&period=7d")

    assert (answer.status_code, answer.headers["location"]) == (303, "/?client=Ellery+Care&period=7d")


def test_all_screens_that_can_be_opened_are_served() -> None:
    nav = pytest.importorskip("caselight.ui.nav")

    assert {f"/{screen.name}" for screen in nav.SCREENS if screen.path.exists()} <= set(pages.URLS)


def test_a_streamlit_that_changed_its_page_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = index.original()
    index.patched.cache_clear()

    monkeypatch.setattr(index, "original", lambda: page.replace("</head>", "</head></head>"))

    with pytest.raises(RuntimeError, match="2 times"):
        index.patched()


@pytest.mark.parametrize(
    "more",
    [
        "<script>alert(1)</script>",
        '<script type="module">import "./x.js"</script>',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<body onload="go()">',
        '<a href="javascript:go()">go</a>',
    ],
)
def test_a_streamlit_that_runs_what_the_policy_does_not_know_is_noticed(
    monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    page = index.original()
    index.patched.cache_clear()

    monkeypatch.setattr(index, "original", lambda: page.replace("</head>", f"{more}</head>"))

    with pytest.raises(RuntimeError, match="our policy does not know"):
        index.patched()


def test_there_is_one_inline_script_and_none_of_it_is_ours() -> None:
    assert len(index.inline_scripts()) == 1
    assert index.INLINE.findall(index.patched()) == index.INLINE.findall(index.original())


def test_our_files_need_no_session_and_are_kept_for_ever(browser: TestClient) -> None:
    for name in assets.everything():
        answer = browser.get(assets.url(name))

        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_is_found_under_its_own_address_only(browser: TestClient) -> None:
    for path in ("/assets/0000000000000000/caselight.css", "/assets/x/nothing.css"):
        assert browser.get(path).status_code == 404


def test_streamlits_own_files_need_no_session(browser: TestClient) -> None:
    font = next(iter(sorted(path.name for path in assets._font().parent.iterdir())))

    assert browser.get(f"/static/media/{font}").status_code == 200


def test_the_door_has_the_palette_of_the_screens_and_the_font_of_streamlit() -> None:
    style = assets.everything()["sign-in.css"].content.decode()

    declared = [line.strip().removeprefix("--").rstrip(";") for line in style.splitlines() if "light-dark(" in line]
    assert declared
    for line in declared:
        part, _, colours = line.partition(": ")
        assert colours == f"light-dark({PALETTE[part].light}, {PALETTE[part].dark})", part
    assert assets.url(assets.FONT) in style
