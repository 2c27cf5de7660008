from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, RIGHTS, Principal, Role
from caselight.ui import nav

ROOT = Path(__file__).resolve().parents[2]
THERE = [screen for screen in nav.SCREENS if screen.path.exists()]
PEOPLE = [role for role in Role if role is not Role.SYSTEM]
OpenAs = Callable[..., AppTest]


def said(app: AppTest) -> str:
    """Return all own HTML of a page."""
    return " ".join(element.proto.body for element in app.get("html"))


def a(role: Role) -> Principal:
    return Principal(1, "Lena Brandt", role, EVERYTHING)


def test_no_folder_called_pages_lies_beside_the_script() -> None:
    """There Streamlit would run its files by address, before anybody is asked who they are."""
    assert not (ROOT / "src" / "caselight" / "ui" / "pages").exists()


def test_every_page_is_in_the_table_and_begins_with_its_check() -> None:
    names = {screen.name for screen in nav.SCREENS}

    for file in (ROOT / "pages").glob("*.py"):
        lines = [
            line for line in file.read_text().splitlines() if line and not line.startswith(("import", "from", '"'))
        ]
        assert file.stem in names
        assert f'nav.require("{file.stem}")' in lines[0]


def test_pages_only_arrange_what_ui_offers() -> None:
    for file in (ROOT / "pages").glob("*.py"):
        text = file.read_text()
        imports = [line for line in text.splitlines() if line.startswith(("import", "from"))]
        assert len(text.splitlines()) <= 60
        assert all("streamlit" in line or "caselight.ui" in line for line in imports), file.name


@pytest.mark.parametrize("role", PEOPLE)
def test_everybody_is_offered_what_they_may_open_and_nothing_else(role: Role) -> None:
    offered = {screen.name for screen in nav.open_to(a(role))}

    assert offered == {screen.name for screen in nav.SCREENS if screen.right in RIGHTS[role] and screen.path.exists()}


@pytest.mark.parametrize("role", PEOPLE)
def test_a_page_opens_for_those_who_may_and_for_nobody_else(open_as: OpenAs, role: Role) -> None:
    app = open_as(role)
    mine = nav.open_to(a(role))

    for screen in THERE:
        if screen in mine:
            app.switch_page(str(screen.path)).run()
            assert not app.exception
            assert "is not open to you" not in said(app)
        else:
            with pytest.raises(ValueError, match=screen.name):
                app.switch_page(str(screen.path))


def test_a_page_that_runs_without_main_refuses_by_itself(sign_in: Callable[..., str]) -> None:
    sign_in(Role.AGENT)

    app = AppTest.from_file(str(ROOT / "pages" / "walls.py"), default_timeout=60).run()

    assert "Wall screens is not open to you as agent." in said(app)
    assert not app.button


@pytest.mark.usefixtures("place", "cookies")
def test_without_a_session_nothing_of_a_page_is_drawn() -> None:
    for file in ("pages/queue.py", "src/caselight/ui/main.py"):
        app = AppTest.from_file(str(ROOT / file), default_timeout=60).run()

        assert said(app) == ""
        assert not app.button


def test_the_wall_is_not_in_the_bar_and_needs_no_frame() -> None:
    assert nav.named("wall").is_hidden
    assert not nav.has_bar(a(Role.WALL))
    assert nav.has_bar(a(Role.LEAD))
