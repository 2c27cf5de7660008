"""Escalations follow their case: raised by people, taken, paused, handed on, ended and undone."""

from typing import Any

import pytest

from caselight.core.hours import BusinessHours
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import matrix, verbs
from escalating import RESOLVED, a_case, case_of, do, escalations, kinds
from floor import Floor, at
from proving import breaks

NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})


def an_escalation(floor: Floor, **given: Any) -> int:
    number = a_case(floor, priority=1)
    do(floor, verbs.escalate, "Mon 10:10", case=number, **{"reason": "Beyond the desk", **given})
    return number


def test_an_escalation_is_a_record_with_its_targets(floor: Floor) -> None:
    number = an_escalation(floor)

    (row,) = escalations(floor, number)
    assert (row.way, row.kind, row.trigger, row.initiator_id) == ("functional", "tiered", "agent", floor.lead.user_id)
    assert (row.from_tier, row.to_tier, row.team_id) == (1, 2, floor.network)
    assert (row.ack_due_at, row.resolve_due_at) == (at("Mon 10:20"), at("Mon 12:10"))


def test_acknowledging_the_case_acknowledges_its_escalation(floor: Floor) -> None:
    number = an_escalation(floor)

    do(floor, verbs.acknowledge, "Mon 10:15", case=number)

    (row,) = escalations(floor, number)
    assert (row.acknowledged_at, row.acknowledged_by) == (at("Mon 10:15"), floor.lead.user_id)


def test_waiting_pauses_resolving_and_never_acknowledging(floor: Floor) -> None:
    number = an_escalation(floor)

    do(floor, verbs.wait, "Mon 10:30", case=number, reason="the customer")

    (row,) = escalations(floor, number)
    assert (row.ack_due_at, row.resolve_due_at) == (at("Mon 10:20"), None)


def test_going_on_gives_the_time_waited_back(floor: Floor) -> None:
    number = an_escalation(floor)
    do(floor, verbs.wait, "Mon 10:30", case=number, reason="the customer")

    do(floor, verbs.go_on, "Mon 11:30", case=number)

    assert escalations(floor, number)[0].resolve_due_at == at("Mon 13:10")


@pytest.mark.parametrize(
    ("verb", "given", "outcome"),
    [
        (verbs.resolve, {"details": RESOLVED}, "case resolved"),
        (verbs.cancel, {"note": "A test call."}, "case cancelled"),
    ],
)
def test_the_end_of_the_case_ends_its_escalations(floor: Floor, verb: Any, given: dict[str, Any], outcome: str) -> None:
    number = an_escalation(floor)

    do(floor, verb, "Mon 11:00", case=number, **given)

    assert {(row.outcome, row.next_at) for row in escalations(floor, number)} == {(outcome, None)}


def test_an_escalation_raised_on_another_passes_it_on_until_it_is_taken(floor: Floor) -> None:
    number = an_escalation(floor)

    do(floor, verbs.escalate, "Mon 10:30", case=number, reason="Needs the vendor")
    before = [(row.to_tier, row.outcome) for row in escalations(floor, number)]
    do(floor, verbs.acknowledge, "Mon 10:40", case=number)

    assert before == [(2, None), (3, None)]
    assert [(row.to_tier, row.outcome) for row in escalations(floor, number)] == [(2, "passed on"), (3, None)]


def test_a_case_handed_back_down_is_no_longer_escalated(floor: Floor) -> None:
    number = an_escalation(floor)

    do(floor, verbs.hand_off, "Mon 10:30", case=number, team_id=floor.desk)

    assert [row.outcome for row in escalations(floor, number)] == ["handed back"]
    assert escalations(floor, number, first_line=True)[-1].way == "first line"


def test_an_urgent_one_goes_to_the_highest_tier_at_once_and_around_the_clock(floor: Floor) -> None:
    number = a_case(floor, "Sat 10:00", priority=3)

    do(floor, verbs.escalate, "Sat 10:01", case=number, reason="Data seen by a stranger", kind="urgent")

    (row,) = escalations(floor, number)
    assert (row.to_tier, row.is_urgent, row.calendar_id) == (3, True, None)
    assert row.ack_due_at == at("Sat 14:01")


def test_a_customers_escalation_is_acknowledged_within_an_hour(floor: Floor) -> None:
    number = a_case(floor, priority=4)

    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Asks for a manager", kind="customer")

    (row,) = escalations(floor, number)
    assert (row.trigger, row.ack_due_at) == ("customer", at("Mon 11:10"))


def test_a_managers_eyes_change_neither_team_nor_owner(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Client is angry", way="hierarchical")

    case, (row,) = case_of(floor, number), escalations(floor, number)
    assert (case.team_id, case.owner_id, row.way) == (floor.desk, floor.lead.user_id, "hierarchical")
    assert kinds(floor, number)[-1] == "case:raised_to_manager"


def test_a_policy_exception_must_name_the_policy(floor: Floor) -> None:
    number = a_case(floor)

    with pytest.raises(Refusal, match="still needs: policy"):
        do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Refund late", kind="exception")


def test_a_tier_with_nobody_on_shift_is_passed_over_and_the_event_says_so(floor: Floor) -> None:
    matrix.set_shifts(floor.store, floor.network, NIGHTS, actor=floor.admin, now=at("Mon 08:00"))

    number = an_escalation(floor)

    assert case_of(floor, number).team_id == floor.experts
    assert escalations(floor, number)[0].to_tier == 3


def test_an_escalation_undone_is_over_and_the_first_line_watches_again(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    done = do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Beyond the desk")

    do(floor, verbs.undo, "Mon 10:10", case=number, seq=done.version)

    (row,) = escalations(floor, number)
    (watch,) = (one for one in escalations(floor, number, first_line=True) if one.way == "first line")
    assert (row.outcome, watch.ended_at, watch.outcome) == ("undone", None, None)
    assert case_of(floor, number).team_id == floor.desk


def test_an_acknowledgement_undone_is_none(floor: Floor) -> None:
    number = an_escalation(floor)
    done = do(floor, verbs.acknowledge, "Mon 10:15", case=number)

    do(floor, verbs.undo, "Mon 10:15", case=number, seq=done.version)

    (row,) = escalations(floor, number)
    assert (row.acknowledged_at, row.next_at) == (None, at("Mon 10:20"))


def test_every_chain_holds_after_all_of_it(floor: Floor) -> None:
    number = an_escalation(floor)
    do(floor, verbs.own, "Mon 10:15", case=number)
    do(floor, verbs.wait, "Mon 10:30", case=number, reason="the customer")
    do(floor, verbs.go_on, "Mon 10:40", case=number)
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED)

    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
