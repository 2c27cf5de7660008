"""The Case page beside its timeline: the history of its fields, and the cases linked to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import Role
from caselight.services import verbs
from caselight.store.engine import Store
from screen import words

Open = Callable[..., AppTest]


@pytest.fixture
def number(place: Store) -> int:
    given = {"title": "Voice lines drop", "impact": "high", "urgency": "medium"}
    return elsewhere.a_case(place, ago=timedelta(hours=2), **given)


def test_the_history_of_a_field_is_read_in_place(open_alone: Open, number: int, place: Store) -> None:
    elsewhere.done(place, verbs.update, case=number, fields={"customers_affected": 40, "service": "Mobile"})
    elsewhere.done(place, verbs.update, case=number, fields={"details": {"down_from": "2026-01-05T10:00:00Z"}})
    app = open_alone(Role.AUDITOR, "case", id=f"C-{number}")
    before = words(app)

    app.button(key="record_history").click().run()
    shown = words(app)
    app.button(key="record_history").click().run()

    assert "Customers affected nothing → 40 Tora Vik," in shown
    assert "Service changed Tora Vik," in shown
    assert "Down from nothing → Mon 5 Jan 10:00 Tora Vik," in shown
    assert "Priority nothing → P2 High" in shown
    assert words(app).partition("Data as of")[0] == before.partition("Data as of")[0]


def test_fields_that_are_not_given_take_one_line(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.AGENT, "case", id=f"C-{number}"))

    assert "Impact High Urgency Medium" in said
    assert "Not given yet: Affected services or modules, Down from, Down until, Error log excerpt," in said


def test_linked_cases_are_told_from_both_sides(open_alone: Open, number: int, place: Store) -> None:
    later = elsewhere.a_case(place, title="Voice lines drop anew", follows=number)
    double = elsewhere.a_case(place, title="Lines are down")
    elsewhere.done(place, verbs.merge, case=double, into=number)

    here = words(open_alone(Role.AGENT, "case", id=f"C-{number}"))
    there = words(open_alone(Role.AGENT, "case", id=f"C-{later}"))
    merged = words(open_alone(Role.AGENT, "case", id=f"C-{double}"))

    assert f"Linked cases 2 Is followed by C-{later} Voice lines drop anew new, opened" in here
    assert f"Took in C-{double} Lines are down merged, opened" in here
    assert f"Follows C-{number} Voice lines drop new, opened" in there
    assert f"Was merged into C-{number} Voice lines drop" in merged
