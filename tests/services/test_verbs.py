"""The verbs: what people do to a case, one event each."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import SYSTEM, Principal
from caselight.core.refusal import Conflict, Denied, NotFound, Refusal
from caselight.services import verbs
from caselight.services.desk import Done, Verb, perform
from caselight.store.chain import breaks
from caselight.store.tables import Case, CaseClock, Event
from floor import Floor, at


def do(floor: Floor, verb: Verb, when: str, *, actor: Principal | None = None, request: str = "", **given: Any) -> Done:
    return perform(
        floor.store,
        verb,
        actor=actor or floor.lead,
        now=at(when),
        request=request or uuid.uuid4().hex,
        **given,
    )


def a_case(floor: Floor, when: str = "Mon 10:00", **given: Any) -> int:
    given = {"client_id": floor.client, "record_type": "technical", "title": "Voice lines down", "priority": 3} | given
    return do(floor, verbs.log, when, **given).case_id


def read(floor: Floor, number: int) -> Case:
    with floor.store.reading() as session:
        return session.get_one(Case, number)


def clock(floor: Floor, number: int, promise: str = "resolution") -> CaseClock:
    with floor.store.reading() as session:
        rows = select(CaseClock).where(col(CaseClock.case_id) == number, col(CaseClock.promise) == promise)
        return session.scalars(rows).one()


def kinds(floor: Floor, number: int) -> list[str]:
    with floor.store.reading() as session:
        rows = select(col(Event.kind)).where(col(Event.case_id) == number).order_by(col(Event.seq))
        return list(session.scalars(rows))


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


RESOLVED = {
    "recovery_actions": "Rerouted calls.",
    "down_from": "2026-11-16T09:00:00Z",
    "down_until": "2026-11-16T09:30:00Z",
}


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


def test_a_double_submit_has_one_effect(floor: Floor) -> None:
    given = {"client_id": floor.client, "record_type": "technical", "title": "Lines down", "priority": 3}
    first = do(floor, verbs.log, "Mon 10:00", request="same", **given)

    second = do(floor, verbs.log, "Mon 10:01", request="same", **given)

    assert (second.case_id, second.was_repeat) == (first.case_id, True)


def test_the_same_request_with_other_contents_is_refused(floor: Floor) -> None:
    given = {"client_id": floor.client, "record_type": "technical", "title": "Lines down", "priority": 3}
    do(floor, verbs.log, "Mon 10:00", request="same", **given)

    with pytest.raises(Refusal, match="already sent"):
        do(floor, verbs.log, "Mon 10:01", request="same", **(given | {"title": "Other"}))


def test_the_second_of_two_editors_is_told_who_changed_what(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.update, "Mon 10:01", actor=floor.manager, case=number, seen=1, fields={"channel": "email"})

    with pytest.raises(Conflict, match=r"Manager One changed .* 1m ago: channel none → email"):
        do(floor, verbs.update, "Mon 10:02", case=number, seen=1, fields={"channel": "chat"})


def test_different_fields_merge_by_themselves(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.update, "Mon 10:01", actor=floor.manager, case=number, seen=1, fields={"channel": "email"})

    do(floor, verbs.update, "Mon 10:02", case=number, seen=1, fields={"customers_affected": 40})

    case = read(floor, number)
    assert (case.channel, case.customers_affected) == ("email", 40)


def test_a_late_verb_says_what_happened_meanwhile(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.acknowledge, "Mon 10:01", actor=floor.manager, case=number, seen=1)

    with pytest.raises(Conflict, match="Manager One changed"):
        do(floor, verbs.acknowledge, "Mon 10:02", case=number, seen=1)


def test_a_foreign_case_does_not_exist(floor: Floor) -> None:
    number = a_case(floor)

    with pytest.raises(NotFound, match="No such case") as foreign:
        do(floor, verbs.note, "Mon 10:05", actor=floor.outsider, case=number, note="hello")
    with pytest.raises(NotFound) as missing:
        do(floor, verbs.note, "Mon 10:05", actor=floor.outsider, case=99, note="hello")

    assert foreign.value.sentence.replace(str(number), "N") == missing.value.sentence.replace("0099", "N")


def test_who_only_reads_cannot_write(floor: Floor) -> None:
    with pytest.raises(Denied, match="reads only"):
        do(floor, verbs.note, "Mon 10:05", actor=floor.auditor, case=a_case(floor), note="hello")


def test_an_agent_acts_in_the_own_teams_queue_only(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.hand_off, "Mon 10:05", case=number, team_id=floor.network)

    with pytest.raises(Denied, match="is with Network, tier 2"):
        do(floor, verbs.acknowledge, "Mon 10:06", actor=floor.agent, case=number)


def test_closing_asks_for_the_root_cause(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED | {"affected_services": ["voice"]})

    with pytest.raises(Refusal, match="still needs: Root cause"):
        do(floor, verbs.close, "Mon 11:05", case=number)


def test_undo_puts_back_state_and_clocks_and_keeps_both_events(floor: Floor) -> None:
    number = a_case(floor, priority=2)
    waiting = do(floor, verbs.wait, "Mon 11:00", case=number, reason="the customer")

    do(floor, verbs.undo, "Mon 11:00", case=number, seq=waiting.version)

    assert read(floor, number).status == "new"
    assert clock(floor, number).due_at == at("Mon 18:00")
    assert kinds(floor, number) == ["case:logged", "case:waiting", "case:undone"]


def test_undoing_a_priority_aims_the_clock_where_it_was(floor: Floor) -> None:
    number = a_case(floor, priority=3)
    raised = do(floor, verbs.update, "Mon 12:00", case=number, fields={"priority": 1})

    do(floor, verbs.undo, "Mon 12:00", case=number, seq=raised.version)

    resolution = clock(floor, number)
    assert (resolution.target_s, resolution.due_at) == (24 * 3600, at("Thu 10:00"))
    assert resolution.calendar_id is not None


def test_undoing_a_log_cancels_the_case(floor: Floor) -> None:
    number = a_case(floor)

    do(floor, verbs.undo, "Mon 10:00", case=number, seq=1)

    assert read(floor, number).status == "cancelled"


def test_a_merged_case_names_the_one_that_goes_on(floor: Floor) -> None:
    number, other = a_case(floor), a_case(floor)

    do(floor, verbs.merge, "Mon 10:05", case=number, into=other)

    assert (read(floor, number).status, read(floor, number).merged_into) == ("merged", other)


def test_every_chain_holds_after_all_of_it(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.own, "Mon 10:05", case=number, note="Looking.")
    do(floor, verbs.update, "Mon 10:06", case=number, fields={"next_step": "Call the carrier", "impact": "high"})

    with floor.store.reading() as session:
        assert list(breaks(session)) == []


def test_a_case_closes_by_itself_even_without_a_root_cause(floor: Floor) -> None:
    number = a_case(floor)
    do(floor, verbs.resolve, "Mon 11:00", case=number, details=RESOLVED | {"affected_services": ["voice"]})

    do(floor, verbs.close, "Sat 11:00", actor=SYSTEM, case=number)

    assert read(floor, number).status == "closed"
