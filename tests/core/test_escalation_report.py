"""What escalations come to: counted, waited for, ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import escalation_report as report
from caselight.core.escalation_report import Raised

MON = datetime(2026, 11, 16, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOW = MON + 10 * HOUR


def an_escalation(**given: Any) -> Raised:
    """Return an open functional escalation to tier 2, raised on Monday at nine, to be acknowledged in 30 minutes."""
    usual = {
        "id": 1,
        "case": 7,
        "client": "Parcelo Shop",
        "title": "Parcel lost",
        "priority": 2,
        "owner_id": None,
        "way": "functional",
        "kind": "tiered",
        "trigger": "agent",
        "is_urgent": False,
        "to_tier": 2,
        "team": "Care Desk",
        "initiator": None,
        "raised_at": MON,
        "armed_at": MON,
        "ack_due_at": MON + 30 * MINUTE,
        "acknowledged_at": None,
        "taker_id": None,
        "taker": None,
        "taker_team_id": None,
        "resolve_due_at": MON + 4 * HOUR,
        "passed_on_at": None,
        "ended_at": None,
        "outcome": None,
    }
    return Raised(**(usual | given))


def test_it_is_overdue_while_open_with_a_step_past_due() -> None:
    late = an_escalation()
    ended = an_escalation(ended_at=MON + HOUR, outcome="resolved")
    eyes = an_escalation(way="hierarchical", acknowledged_at=MON + MINUTE)

    assert [one.is_overdue(MON + HOUR) for one in (late, ended, eyes)] == [True, False, False]
    assert eyes.is_overdue(MON + 5 * HOUR)


def test_one_that_was_passed_on_is_open_but_no_longer_asks_for_an_answer() -> None:
    passed_on = an_escalation(passed_on_at=MON + HOUR)

    assert passed_on.is_open
    assert not passed_on.is_unanswered
    assert an_escalation().is_unanswered
    assert not an_escalation(ended_at=NOW).is_unanswered


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "open"),
        ({"ended_at": NOW, "outcome": "declined"}, "declined"),
        ({"ended_at": NOW, "outcome": "case resolved"}, "resolved"),
        ({"ended_at": NOW, "outcome": "case resolved", "passed_on_at": MON}, "passed on"),
        ({"ended_at": NOW, "outcome": "case cancelled"}, "cancelled"),
        ({"ended_at": NOW}, "ended"),  # a source that does not say how
    ],
)
def test_how_it_ended(given: dict[str, Any], said: str) -> None:
    assert an_escalation(**given).ending == said


@pytest.mark.parametrize(
    ("given", "owes"),
    [
        ({"is_urgent": True, "ended_at": NOW}, True),
        ({"is_urgent": True}, False),  # not over yet
        ({"ended_at": NOW}, False),  # not urgent
        ({"is_urgent": True, "ended_at": NOW, "details": {"prevention": "Two keys."}}, False),
    ],
)
def test_an_urgent_one_that_is_over_owes_what_prevents_the_next(given: dict[str, Any], owes: bool) -> None:  # noqa: FBT001 – a table
    assert an_escalation(**given).owes_prevention is owes


@pytest.mark.parametrize(
    ("given", "never"),
    [
        ({"ended_at": NOW, "outcome": "handed back"}, True),
        ({"passed_on_at": NOW}, True),
        ({}, False),  # it may still be
        ({"ended_at": NOW, "acknowledged_at": MON}, False),
    ],
)
def test_never_accepted_is_over_before_anybody_acknowledged_it(given: dict[str, Any], never: bool) -> None:  # noqa: FBT001 – a table
    assert report.never_accepted(an_escalation(**given)) is never


def test_what_nobody_raised_is_a_zero_and_what_is_new_is_added() -> None:
    rows = [an_escalation(trigger=trigger) for trigger in ("rule", "time", "time", "seen in a dream")]

    found = report.counted(rows, lambda row: row.trigger, ("time", "customer", "rule"))

    assert found == [("time", 2), ("rule", 1), ("seen in a dream", 1), ("customer", 0)]


def test_open_ones_count_at_their_age_and_late_is_after_its_own_target() -> None:
    taken = [an_escalation(acknowledged_at=MON + minutes * MINUTE) for minutes in (10, 20, 40)]
    waiting = an_escalation(raised_at=NOW - 25 * MINUTE, ack_due_at=NOW + 5 * MINUTE)

    wait = report.acknowledged([*taken, waiting], NOW)

    assert (wait.half, wait.most) == (20 * MINUTE, 40 * MINUTE)
    assert (wait.n, wait.unfinished, wait.late) == (4, 1, 1)


def test_only_one_resolved_at_that_level_took_its_time_the_others_are_watched_until_they_left() -> None:
    resolved = an_escalation(ended_at=MON + 2 * HOUR, outcome="case resolved")
    declined = an_escalation(ended_at=MON + HOUR, outcome="declined")
    passed_on = an_escalation(passed_on_at=MON + HOUR, ended_at=MON + 6 * HOUR, outcome="passed on")

    wait = report.resolved([resolved, declined, passed_on], NOW)

    assert (wait.half, wait.n, wait.unfinished, wait.late) == (2 * HOUR, 3, 2, 0)


def test_without_any_there_is_no_span() -> None:
    wait = report.acknowledged([], NOW)

    assert (wait.half, wait.most, wait.n) == (None, None, 0)


def test_names_stand_by_the_alphabet_and_the_nameless_are_left_out() -> None:
    rows = [an_escalation(team=team) for team in ("Specialists", "Care Desk", "Care Desk", None)]

    assert [(one.name, one.n) for one in report.shares(rows, lambda row: (row.team, None), NOW)] == [
        ("Care Desk", 2),
        ("Specialists", 1),
    ]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=19))
def test_where_all_are_done_half_within_is_a_wait_that_half_had_at_most(minutes: list[int]) -> None:
    rows = [an_escalation(acknowledged_at=MON + each * MINUTE) for each in minutes]

    wait = report.acknowledged(rows, NOW)

    assert wait.half is not None
    spans = np.array(minutes)
    assert (spans <= wait.half / MINUTE).mean() >= 0.5
    assert (spans < wait.half / MINUTE).mean() < 0.5
