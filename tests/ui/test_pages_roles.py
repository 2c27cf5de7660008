"""Every page for every role: nothing of another client, and nothing to press for those who only read."""

from collections.abc import Callable
from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import Role
from caselight.services import verbs
from caselight.store.engine import Store
from screen import everything, labels, words

PAGES = (
    "",
    "queue",
    "escalations",
    "cases",
    "log",
    "case",
    "failures",
    "speed",
    "sla",
    "interruptions",
    "recovery",
    "forecast",
    "problems",
)
REVIEWS = [(Role.LEAD, "review"), (Role.MANAGER, "review"), (Role.CLIENT, "review"), (Role.AUDITOR, "review")]
SECRET = "ZZ-CLIENT-B-SECRET"
OURS, THEIRS = 3, 4
Open = Callable[..., AppTest]


@pytest.fixture
def secret(place: Store) -> int:
    """Log a case of another client whose every word is a marker; return its number."""
    return elsewhere.a_case(place, THEIRS, title=SECRET, note=SECRET, external_id=SECRET)


@pytest.mark.parametrize("name", ["", "cases", "case"])
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CLIENT])
def test_who_only_reads_is_offered_nothing_to_do(open_as: Open, role: Role, name: str, secret: int) -> None:
    app = open_as(role, name, THEIRS, id=f"C-{secret}")

    assert not app.exception
    assert not {"Take", "Resolve", "Escalate", "Edit", "Save case", "Update"} & set(labels(app))
    assert [field.key for field in app.text_input if field.key in {"box", "quick"}] == []


@pytest.mark.parametrize(("role", "name"), [*product([Role.AGENT, Role.ADMIN], PAGES), *REVIEWS[:2]])
def test_every_page_opens_for_those_who_work(open_as: Open, role: Role, name: str, secret: int) -> None:
    app = open_as(role, name, id=f"C-{secret}")

    assert not app.exception
    assert name != "case" or SECRET in words(app)


@pytest.mark.parametrize("said", ["abc", "C-0", "-1", "9e99", "C-999999999999", "", "%00", "9" * 400, "C-{secret}"])
def test_foreign_missing_and_malformed_cases_are_the_same_sentence(open_as: Open, secret: int, said: str) -> None:
    app = open_as(Role.AGENT, "case", OURS, id=said.format(secret=secret))

    assert not app.exception
    assert "No such case. Check the number, or look for it in Cases ." in words(app)
    assert SECRET not in everything(app)


@pytest.mark.parametrize("name", ["", "cases", "case"])
def test_a_clients_own_people_see_no_words_and_no_names_of_ours(open_as: Open, place: Store, name: str) -> None:
    number = elsewhere.a_case(place, THEIRS, title="Statements late", note="ZZ-INTERNAL", priority=1)
    for verb, given in ((verbs.own, {}), (verbs.note, {"note": "ZZ-INTERNAL"}), (verbs.tell, {"note": "ZZ-TOLD"})):
        elsewhere.done(place, verb, case=number, **given)

    app = open_as(Role.CLIENT, name, THEIRS, id=f"C-{number}", q="Statements late")

    assert not app.exception
    assert "ZZ-INTERNAL" not in everything(app)
    assert "Tora Vik" not in everything(app)
    assert name != "case" or "ZZ-TOLD" in words(app)
