"""Every page for everyone of one client who asks for what is another's: own, foreign, missing and malformed."""

import logging
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from caselight.core.people import RIGHTS, Role
from caselight.core.wording import reference
from caselight.services import sessions
from caselight.ui import data
from caselight.ui.nav import SCREENS, named
from screen import payload, words
from two_clients import OWN, SECRET, House, Marked, met
from walls import BOUND, one_wall, sessions_of_all

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
NONE: dict[str, Any] = {}
MANY_DIGITS = 3
MISSING, MALFORMED = "99999999", "9e99'--%00"


def _case(marked: Marked) -> dict[str, Any]:
    return {"id": reference(marked.case)}


# What each page can be asked for by number: a page without a row fails the build.
NUMBERED: dict[str, Callable[[Marked], dict[str, Any]] | None] = {
    "overview": None,
    "queue": _case,
    "escalations": None,
    "cases": None,
    "log": None,
    "case": _case,
    "wall": None,
    "failures": None,
    "speed": None,
    "sla": None,
    "interruptions": None,
    "recovery": None,
    "forecast": None,
    "problems": lambda marked: {"id": str(marked.problem)},
    "quality": None,
    "review": lambda marked: {"id": str(marked.review)},
    "admin": None,
    "audit": lambda marked: {"subject": f"case:{marked.case}"},
    "walls": None,
}
WITH_A_NUMBER = [name for name, by in NUMBERED.items() if by]
OF_THE_HOUSE = {"audit"}  # acts upon users and screens are of no client: the first wall alone keeps them
# What lists can be narrowed by, asked of the other client.
NARROWED = {"client": "Quillstone Bank", "q": "ZZ-CLIENT", "list": "missed", "hit": SECRET, "cause": "unknown"}


@pytest.fixture(scope="module", params=["first", "second"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """Return both clients in this process's database, behind one wall alone."""
    with one_wall(request.param, request) as house, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELIGHT_DATABASE", house.store.url)
        data.forget()
        yield house
        data.forget()


@pytest.fixture(scope="module")
def tokens(house: House) -> dict[Role, str]:
    return sessions_of_all(house)


@pytest.fixture
def open_as(tokens: dict[Role, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Return a way to open a page's file as somebody."""
    cookies: dict[str, str] = {}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))

    def open_page(role: Role, name: str, query: dict[str, Any]) -> AppTest:
        cookies[sessions.COOKIE] = tokens[role]
        app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=PATIENCE_S)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return open_page


Open = Callable[..., AppTest]


def test_every_page_has_a_row() -> None:
    assert set(NUMBERED) == {screen.name for screen in SCREENS} == {file.stem for file in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize(("role", "name"), [*product(BOUND, NUMBERED)])
def test_nobody_meets_a_word_of_another_client(
    house: House, open_as: Open, role: Role, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    by = NUMBERED[name]
    with caplog.at_level(logging.INFO):
        app = open_as(role, name, NARROWED | (by(house.theirs) if by else NONE))

    assert not app.exception
    if house.store.is_sqlite or name not in OF_THE_HOUSE:
        assert met(payload(app)) == []
    assert met(caplog.text) == []
    assert named(name).right in RIGHTS[role] or "is not open to you" in words(app)


@pytest.mark.parametrize(("role", "name"), [*product(BOUND, WITH_A_NUMBER)])
def test_foreign_missing_and_malformed_are_the_same(house: House, open_as: Open, role: Role, name: str) -> None:
    by = NUMBERED[name]
    assert by is not None
    asked = by(house.theirs)
    said = [
        _plain(words(open_as(role, name, dict.fromkeys(asked, number))), number)
        for number in (*asked.values(), MISSING, MALFORMED)
    ]

    assert said[0] == said[1]
    assert name == "audit" or said[1] == said[2]


@pytest.mark.parametrize("name", WITH_A_NUMBER)
def test_ones_own_is_shown(house: House, open_as: Open, name: str) -> None:
    by = NUMBERED[name]
    assert by is not None
    role = Role.AUDITOR if name == "audit" else Role.MANAGER

    assert re.search(f"{OWN}|Parcelo", payload(open_as(role, name, by(house.ours))))


@pytest.mark.parametrize("name", ["cases", "case", "problems", "admin"])
def test_there_is_something_to_meet(house: House, open_as: Open, name: str) -> None:
    by = NUMBERED[name]

    assert met(payload(open_as(Role.ADMIN, name, by(house.theirs) if by else NONE)))


def _plain(said: str, number: str) -> str:
    """Return what a page says without the number that was asked for, and without what moves by the second."""
    digits = number.rpartition(":")[2].removeprefix("C-")
    without = said.replace(number, "").replace(digits, "") if len(digits) > MANY_DIGITS else said
    return re.sub(r"\d+ (s|min)\b|\d\d:\d\d(:\d\d)?", "", without)
