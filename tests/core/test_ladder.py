"""The ladder: whom a case goes to by itself, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from caselight.core.calling import Desk
from caselight.core.escalation import OpenEscalation, Way
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.ladder import Ladder
from caselight.core.matrix import Facts
from caselight.core.matrix_defaults import ROWS

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)  # a Monday
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DESK, NETWORK, EXPERTS = Desk(1, "Desk", 1), Desk(2, "Network", 2), Desk(3, "Experts", 3)
AT_TIER_1 = OpenEscalation(1, 1, Way.FIRST_LINE, NOON, NOON + 5 * MINUTE, None, NOON + HOUR / 2, to_tier=1)
EYES = OpenEscalation(2, 1, Way.HIERARCHICAL, NOON, NOON + 9 * MINUTE, None, NOON + HOUR, to_tier=1)
URGENT = Ladder(Facts(7, "technical", 1), 1, tuple(ROWS), (DESK, NETWORK, EXPERTS), ALWAYS, (AT_TIER_1,), ())


def said(ladder: Ladder, now: datetime = NOON) -> list[tuple[str, int]]:
    """Return who is called, in minutes after noon."""
    return [
        (rung.call.desk.name if rung.call else "manager", int((rung.at - NOON) / MINUTE)) for rung in ladder.coming(now)
    ]


def test_each_tier_is_called_when_the_one_before_has_not_acknowledged_and_a_manager_after_the_last() -> None:
    assert said(URGENT) == [("Network", 5), ("Experts", 15), ("manager", 30)]


def test_a_manager_who_was_called_already_is_not_called_again() -> None:
    assert said(replace(URGENT, open=(AT_TIER_1, EYES))) == [("Network", 5), ("Experts", 15)]


def test_a_broken_promise_calls_a_manager_while_the_escalation_goes_its_way() -> None:
    assert said(replace(URGENT, promised=(NOON - HOUR, NOON + 10 * MINUTE)))[1] == ("manager", 10)


def test_with_no_escalation_in_hand_a_broken_promise_raises_one() -> None:
    ladder = replace(URGENT, open=(), promised=(NOON + 20 * MINUTE,))

    assert said(ladder) == [("Network", 20), ("manager", 20), ("Experts", 30)]


def test_while_the_step_pauses_nobody_is_called() -> None:
    held = replace(AT_TIER_1, acknowledged_at=NOON, resolve_due_at=None)

    assert said(replace(URGENT, open=(held,), promised=())) == []


def test_what_was_passed_on_calls_nobody_and_what_is_in_hand_does() -> None:
    passed_on = replace(AT_TIER_1, way=Way.FUNCTIONAL, is_passed_on=True)
    in_hand = OpenEscalation(3, 1, Way.FUNCTIONAL, NOON, NOON + 15 * MINUTE, None, None, to_tier=2)

    assert said(replace(URGENT, tier=2, open=(passed_on, in_hand))) == [("Experts", 15), ("manager", 30)]


def test_at_the_last_tier_only_a_manager_is_left() -> None:
    assert said(replace(URGENT, tier=3)) == [("manager", 5)]


def test_the_time_allowed_counts_in_the_clients_hours() -> None:
    mornings = BusinessHours.from_dict({"zone": "UTC", "weekly": {day: [["09:00", "12:30"]] for day in ("mon", "tue")}})
    first = replace(AT_TIER_1, ack_due_at=NOON, resolve_due_at=None)
    ladder = replace(URGENT, facts=Facts(7, "technical", 3), hours=mornings, open=(first, EYES))

    assert said(ladder, NOON - HOUR) == [("Network", 0), ("Experts", 22 * 60 + 30)]


def test_who_would_be_called_can_be_asked_without_raising_anything() -> None:
    assert [call.desk for call in URGENT.would_be_called(NOON)] == [NETWORK, EXPERTS]


def test_at_the_last_tier_there_is_nobody_higher_to_call() -> None:
    assert replace(URGENT, tier=3).called(NOON) is None
