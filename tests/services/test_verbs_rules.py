"""What the desk refuses, merges and takes back: repeats, races, scope, roles and undo."""

import pytest

from acts import a_case, clock, do, kinds, read
from caselight.core.refusal import Conflict, Denied, NotFound, Refusal
from caselight.services import verbs
from floor import Floor, at


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
