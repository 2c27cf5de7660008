"""The Queue as the board of escalations: who was called, what is late, and what one does about it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.lateness import overdue_escalations
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import board, escalations
from caselight.store.engine import Store
from caselight.store.kpi_reads import kpi
from screen import labels, words

Open = Callable[..., AppTest]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def number(place: Store) -> int:
    """Return a case that somebody took, and that went to tier 2 an hour ago; tier 2 had ten minutes."""
    number = elsewhere.a_case(place, ago=120 * MINUTE, priority=1)
    elsewhere.done(place, verbs.own, case=number, ago=110 * MINUTE)
    elsewhere.done(place, verbs.escalate, case=number, ago=60 * MINUTE, reason="needs an engineer")
    return number


def newest(place: Store, number: int) -> escalations.EscalationRow:
    with place.reading(EVERYTHING) as session:
        return escalations.of_case(session, EVERYTHING, number)[-1]


def test_the_row_says_who_must_do_what_and_how_late_it_is(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.LEAD, "queue", state="escalated", id=f"C-{number}"))

    assert "Escalated 1 of 1" in said
    assert "T2 to acknowledge 50m late" in said


def test_the_ladder_shows_what_was_done_what_was_missed_and_who_is_next(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.LEAD, "queue", state="escalated", id=f"C-{number}"))

    assert "Escalation next: T3 Platform, any moment" in said
    assert "T2 Network called" in said
    assert "T2 did not acknowledge 50m late" in said


def test_the_screen_and_the_figures_count_the_same_overdue_escalations(
    open_alone: Open, place: Store, number: int
) -> None:
    elsewhere.done(place, verbs.escalate, case=number, ago=50 * MINUTE, reason="and a manager", way="hierarchical")
    now = datetime.now(UTC)
    with place.reading(EVERYTHING) as session:
        figure = kpi(session, EVERYTHING, as_of=now)["kpis"]["overdue_escalations"]
        cases = board.open_cases(session, EVERYTHING)

    said = words(open_alone(Role.LEAD, "queue", state="escalated"))

    assert figure == len(overdue_escalations([one for case in cases for one in case.escalations], now)) == 2
    assert "2 escalations overdue, 2 not acknowledged" in said


def test_acknowledging_in_the_panel_acknowledges_the_escalation(open_alone: Open, place: Store, number: int) -> None:
    app = open_alone(Role.LEAD, "queue", state="escalated", id=f"C-{number}")

    app.button(key="do_acknowledge").click().run()

    assert newest(place, number).acknowledged_by == "Lena Brandt"
    assert "T2 to resolve" in words(app)


def test_declining_needs_a_reason_and_sends_the_case_back(open_alone: Open, place: Store, number: int) -> None:
    app = open_alone(Role.LEAD, "queue", state="escalated", id=f"C-{number}")
    decline = f"do_decline_{newest(place, number).id}"

    app.button(key=decline).click().run()
    refused = words(app)
    app.text_input(key=f"queue_note_{number}").set_value("the desk can do it").run()
    app.button(key=decline).click().run()

    assert "Say why." in refused
    assert newest(place, number).outcome == "declined"
    assert "Service Desk, T1" in words(app)


def test_a_manager_who_was_called_is_answered_for_by_a_lead_and_not_by_an_agent(
    open_alone: Open, place: Store, number: int
) -> None:
    elsewhere.done(place, verbs.own, case=number, ago=55 * MINUTE)
    elsewhere.done(place, verbs.escalate, case=number, ago=50 * MINUTE, reason="look at this", way="hierarchical")
    as_agent = labels(open_alone(Role.AGENT, "queue", state="escalated", id=f"C-{number}"))

    app = open_alone(Role.LEAD, "queue", state="escalated", id=f"C-{number}")
    app.button(key=f"act_escalated_{number}").click().run()

    assert "Acknowledge as manager" not in as_agent
    assert newest(place, number).acknowledged_by == "Lena Brandt"
