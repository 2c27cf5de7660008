"""The Audit page: who did what, for those who answer for it, and nothing of other clients."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import Principal, Role, Scope
from caselight.services import verbs
from caselight.store.engine import Store
from caselight.ui import nav
from screen import everything, html_of, words

Open = Callable[..., AppTest]
SECRET = "ZZ-SECRET"


def test_an_admin_sees_what_was_done_to_a_case_and_takes_it_away(open_as: Open, place: Store) -> None:
    number = elsewhere.a_case(place, priority=3)
    elsewhere.done(place, verbs.update, case=number, fields={"priority": 2})

    app = open_as(Role.ADMIN, "audit", subject=f"C-{number}")

    assert f"2 events of C-{number}" in words(app)
    assert "priority: 3 → 2" in words(app)
    assert "/export/audit.csv?" in html_of(app)
    assert f"subject=case%3A{number}" in html_of(app)


@pytest.mark.parametrize(("typed", "subject"), [("user 7", "person 7"), ("nonsense", "nonsense"), ("240", "C-0240")])
def test_a_subject_is_found_as_it_is_typed(open_as: Open, typed: str, subject: str) -> None:
    app = open_as(Role.ADMIN, "audit", subject=typed)

    assert f"of {subject}" in words(app)
    assert not app.exception


def test_an_auditor_of_one_client_sees_that_client_alone(open_as: Open, place: Store) -> None:
    elsewhere.a_case(place, 4, title=SECRET, external_id=SECRET)
    number = elsewhere.a_case(place, 3)

    app = open_as(Role.AUDITOR, "audit", 3)

    assert f"C-{number}" in words(app)
    assert "Quillstone" not in everything(app)
    assert SECRET not in everything(app)


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.MANAGER, Role.CLIENT])
def test_it_is_open_to_those_alone_who_answer_for_it(role: Role) -> None:
    me = Principal(1, "Somebody", role, Scope(frozenset({3})))

    assert "audit" not in [screen.name for screen in nav.open_to(me)]


def test_what_nobody_did_is_said(open_as: Open) -> None:
    app = open_as(Role.ADMIN, "audit", about="Keys")

    assert "Nothing happened in the last 30d that passes the filters." in words(app)
