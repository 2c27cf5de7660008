"""The sweep and the life of a case: resolved, reopened, re-aimed, waiting, closed."""

from caselight.services import verbs
from caselight.services.sweeping import Swept, sweep
from escalating import RESOLVED, a_case, case_of, do, escalations, firings, notices
from floor import Floor, at


def sweep_at(floor: Floor, when: str) -> Swept:
    return sweep(floor.store, now=at(when))


def test_nothing_is_said_of_a_case_that_is_over(floor: Floor) -> None:
    number = a_case(floor, priority=1, details={"affected_services": ["voice"]})
    do(floor, verbs.resolve, "Mon 15:00", case=number, details=RESOLVED)

    swept = sweep_at(floor, "Mon 16:00")

    assert (swept.notices, notices(floor, number), escalations(floor, number)) == (0, [], [])


def test_resolved_late_between_two_sweeps_is_still_recorded_as_passed(floor: Floor) -> None:
    number = a_case(floor, priority=1, details={"affected_services": ["voice"]})
    do(floor, verbs.resolve, "Mon 15:00", case=number, details=RESOLVED)

    passed = {(one.clock.partition(":")[0], one.threshold) for one in firings(floor, number)}

    assert {("resolution", 100), ("first response", 100)} <= passed


def test_a_priority_raised_counts_anew_with_the_time_already_used(floor: Floor) -> None:
    number = a_case(floor, priority=2)
    do(floor, verbs.own, "Mon 10:01", case=number)
    do(floor, verbs.tell, "Mon 10:02", case=number, note="We are on it.")
    do(floor, verbs.update, "Mon 13:30", case=number, fields={"priority": 1})

    sweep_at(floor, "Mon 13:31")

    cycles = [
        (one.threshold, one.cycle, one.due_at) for one in firings(floor, number) if one.clock.startswith("resolution")
    ]
    assert cycles == [(50, 1, at("Mon 13:30")), (75, 1, at("Mon 13:30"))]


def test_a_case_reopened_past_due_is_raised_again(floor: Floor) -> None:
    number = a_case(floor, priority=1, details={"affected_services": ["voice"]})
    do(floor, verbs.resolve, "Mon 15:00", case=number, details=RESOLVED)
    do(floor, verbs.reopen, "Mon 16:00", case=number)

    sweep_at(floor, "Mon 16:01")

    assert [(row.way, row.raised_at) for row in escalations(floor, number)] == [("hierarchical", at("Mon 16:00"))]


def test_while_the_case_waits_nothing_of_its_resolution_falls_due(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.own, "Mon 10:02", case=number)
    do(floor, verbs.tell, "Mon 10:03", case=number, note="We are on it.")
    do(floor, verbs.wait, "Mon 10:04", case=number, reason="the customer")

    swept = sweep_at(floor, "Sun 10:00")

    assert (swept.raised, escalations(floor, number)) == (0, [])


def test_a_resolved_case_closes_by_itself_after_five_days(floor: Floor) -> None:
    number = a_case(floor, details={"affected_services": ["voice"]})
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED)

    sweep_at(floor, "Sat 11:00")
    before = case_of(floor, number).status
    sweep_at(floor, "Sat 12:00")

    case = case_of(floor, number)
    assert (before, case.status, case.closed_at) == ("resolved", "closed", at("Sat 11:00"))
