"""The verbs: what people do to a case, one event each."""

import pytest

from acts import RESOLVED, a_case, clock, do, kinds, read
from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.refusal import Refusal
from caselight.services import verbs
from floor import Floor, at
from proving import breaks


def test_a_logged_case_has_its_event_and_its_clocks(floor: Floor) -> None:
    number = a_case(floor, priority=2)

    case = read(floor, number)
    assert (case.status, case.version, case.client_id) == ("new", 1, floor.client)
    assert clock(floor, number).due_at == at("Mon 18:00")
    assert kinds(floor, number) == ["case:logged"]


def test_a_medium_case_is_measured_in_the_clients_hours(floor: Floor) -> None:
    number = a_case(floor, "Fri 16:30", priority=3)

    assert clock(floor, number, "first response").due_at == at("Fri 16:30").replace(day=23, hour=9)


def test_waiting_on_the_customer_pauses_the_resolution_and_not_the_response(floor: Floor) -> None:
    number = a_case(floor)

    do(floor, verbs.wait, "Mon 11:00", case=number, reason="the customer")

    assert clock(floor, number).due_at is None
    assert clock(floor, number, "first response").due_at == at("Mon 11:00")


def test_going_on_gives_the_time_waited_back(floor: Floor) -> None:
    number = a_case(floor, priority=2)
    do(floor, verbs.wait, "Mon 11:00", case=number, reason="the supplier")

    do(floor, verbs.go_on, "Mon 13:00", case=number)

    assert clock(floor, number).due_at == at("Mon 20:00")


def test_a_priority_raised_mid_life_keeps_the_time_already_used(floor: Floor) -> None:
    number = a_case(floor, priority=2)

    do(floor, verbs.update, "Mon 12:00", case=number, fields={"priority": 1})

    assert clock(floor, number).due_at == at("Mon 14:00")
    assert read(floor, number).is_priority_by_hand


def test_resolving_stops_every_clock_and_reopening_resumes_the_same_one(floor: Floor) -> None:
    number = a_case(floor, priority=1, details={"affected_services": ["voice"]})
    late = do(floor, verbs.resolve, "Mon 15:00", case=number, details=RESOLVED)

    do(floor, verbs.reopen, "Mon 16:00", case=number)

    resolution = clock(floor, number)
    assert late.kind == "case:resolved"
    assert resolution.stopped_at is None
    assert resolution.due_at == resolution.first_missed_at == at("Mon 14:00")
    assert read(floor, number).reopens == 1


def test_telling_the_customer_stops_the_first_response(floor: Floor) -> None:
    number = a_case(floor)

    do(floor, verbs.tell, "Mon 10:20", case=number, note="We are on it, next word at noon.")

    assert clock(floor, number, "first response").stopped_at == at("Mon 10:20")


def test_a_hand_off_must_be_accepted_anew(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.own, "Mon 10:05", case=number)

    do(floor, verbs.hand_off, "Mon 10:10", case=number, team_id=floor.network, note="Needs a switch reset.")

    case = read(floor, number)
    assert (case.team_id, case.owner_id, case.is_accepted) == (floor.network, None, False)


def test_an_escalation_goes_to_the_next_tier_that_has_a_team(floor: Floor) -> None:
    number = a_case(floor)

    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Beyond the desk")

    assert read(floor, number).team_id == floor.network


def test_closing_asks_for_the_root_cause(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED | {"affected_services": ["voice"]})

    with pytest.raises(Refusal, match="still needs: Root cause"):
        do(floor, verbs.close, "Mon 11:05", case=number)


def test_a_merged_case_names_the_one_that_goes_on(floor: Floor) -> None:
    number, other = a_case(floor), a_case(floor)

    do(floor, verbs.merge, "Mon 10:05", case=number, into=other)

    assert (read(floor, number).status, read(floor, number).merged_into) == ("merged", other)


def test_every_chain_holds_after_all_of_it(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.own, "Mon 10:05", case=number, note="Looking.")
    do(floor, verbs.update, "Mon 10:06", case=number, fields={"next_step": "Call the carrier", "impact": "high"})

    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []


def test_a_case_closes_by_itself_even_without_a_root_cause(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED | {"affected_services": ["voice"]})

    do(floor, verbs.close, "Sat 11:00", actor=SYSTEM, case=number)

    assert read(floor, number).status == "closed"
