"""Escalations: what is overdue, when silence counts, and what each kind owes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from caselight.core.clock import Clock
from caselight.core.escalation import OpenEscalation, silent_at
from caselight.core.escalation_kinds import KINDS, check
from caselight.core.hours import ALWAYS
from caselight.core.lateness import overdue_escalations
from caselight.core.refusal import Refusal

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RAISED = OpenEscalation(
    id=1,
    case=7,
    way="functional",
    armed_at=NOON,
    ack_due_at=NOON + 10 * MINUTE,
    acknowledged_at=None,
    resolve_due_at=NOON + 120 * MINUTE,
)


@pytest.mark.parametrize(
    ("change", "minute", "is_overdue"),
    [
        ({}, 10, False),  # due exactly now is in time
        ({}, 11, True),
        ({"acknowledged_at": NOON + 30 * MINUTE}, 60, False),  # late, but done
        ({"acknowledged_at": NOON + 5 * MINUTE}, 121, True),  # the resolve step runs on
        ({"acknowledged_at": NOON + 5 * MINUTE, "resolve_due_at": None}, 500, False),  # paused
        ({"resolve_due_at": None}, 11, True),  # acknowledging never pauses
        ({"way": "first line"}, 500, False),  # the watch on the first tier is no escalation
    ],
)
def test_an_escalation_is_overdue_with_a_step_past_due(
    *, change: dict[str, object], minute: int, is_overdue: bool
) -> None:
    escalation = replace(RAISED, **change)

    found = overdue_escalations([escalation], NOON + minute * MINUTE)

    assert bool(found) is is_overdue


def test_the_longest_overdue_comes_first() -> None:
    older = replace(RAISED, id=2, ack_due_at=NOON - MINUTE)

    assert [one.id for one in overdue_escalations([RAISED, older], NOON + 60 * MINUTE)] == [2, 1]


def test_silence_for_twice_the_interval_calls_anew() -> None:
    clock = Clock.start(500 * MINUTE, ALWAYS, NOON)

    assert silent_at(clock, NOON, [], 30 * MINUTE) == NOON + 60 * MINUTE


def test_an_update_in_time_gives_the_whole_interval_again() -> None:
    clock = Clock.start(500 * MINUTE, ALWAYS, NOON)

    assert silent_at(clock, NOON, [NOON + 59 * MINUTE], 30 * MINUTE) == NOON + 119 * MINUTE


def test_an_update_after_the_silence_does_not_undo_it() -> None:
    clock = Clock.start(500 * MINUTE, ALWAYS, NOON)

    assert silent_at(clock, NOON, [NOON + 61 * MINUTE], 30 * MINUTE) == NOON + 60 * MINUTE


def test_silence_does_not_count_while_the_case_waits() -> None:
    clock = Clock.start(500 * MINUTE, ALWAYS, NOON).pause(NOON + 20 * MINUTE)

    assert silent_at(clock, NOON, [NOON + 20 * MINUTE], 30 * MINUTE) is None
    assert silent_at(clock.resume(NOON + 200 * MINUTE), NOON, [], 30 * MINUTE) == NOON + 240 * MINUTE


def test_a_policy_exception_names_the_policy_and_ends_with_who_decided() -> None:
    with pytest.raises(Refusal, match="still needs: policy"):
        check("exception", {})
    raised = check("exception", {"policy": "Refunds  after 30 days"})

    with pytest.raises(Refusal, match="decision, approver"):
        check("exception", {}, is_end=True, kept=raised)

    assert raised == {"policy": "Refunds after 30 days"}


def test_a_complaint_ends_with_the_customers_word_or_three_attempts() -> None:
    said = {"finding": "Late courier", "confirmation": "no answer", "attempts": "2"}

    with pytest.raises(Refusal, match="3 attempts"):
        check("complaint", said, is_end=True)

    assert check("complaint", said | {"attempts": "3"}, is_end=True)["attempts"] == "3"


def test_a_refund_request_is_one_of_a_list() -> None:
    with pytest.raises(Refusal, match="refund, compensation, neither"):
        check("experience", {"request": "money"})


def test_every_kind_tells_when_to_choose_it() -> None:
    assert all(kind.guidance.endswith(".") for kind in KINDS.values())


def test_an_unknown_kind_or_field_is_refused() -> None:
    with pytest.raises(Refusal, match="no such kind"):
        check("loud", {})
    with pytest.raises(Refusal, match="has no field"):
        check("tiered", {"amount": "4"})


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("complaint", {"attempts": "a few"}, "whole number"),
        ("technical", {"tried": "x" * 301}, "301 characters; 300 is the most"),
    ],
)
def test_what_is_said_of_an_escalation_is_checked_line_by_line(kind: str, given: dict[str, str], says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        check(kind, given)

    assert list(refused.value.fields) == list(given)
