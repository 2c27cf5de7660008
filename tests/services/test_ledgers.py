"""The ledgers of a case say who held each clock and why, and add up to it."""

import pytest

from caselight.core.refusal import NotFound
from caselight.services import ledgers, verbs
from floor import Floor, at
from story import a_case, do


def a_reopened_case(floor: Floor) -> int:
    number = a_case(floor, "Mon 10:00")
    do(floor, verbs.wait, "Mon 11:00", case=number, reason="customer", note="bank account number asked for")
    do(floor, verbs.note, "Mon 11:30", case=number, note="Called twice.", actor=floor.agent)
    do(floor, verbs.go_on, "Tue 10:00", case=number)
    details = {"affected_services": ["Voice"], "down_from": at("Mon 10:00").isoformat()}
    details["down_until"] = at("Tue 11:00").isoformat()
    do(floor, verbs.resolve, "Tue 12:00", case=number, details=details, actor=floor.agent)
    do(floor, verbs.reopen, "Tue 13:00", case=number)
    return number


def test_a_ledger_names_who_held_the_clock_and_adds_up(floor: Floor) -> None:
    number = a_reopened_case(floor)

    found = ledgers.of(floor.store, floor.lead.scope, number, now=at("Tue 15:00")).as_dict()

    clock = next(each for each in found["clocks"] if each["promise"] == "resolution")
    hour = 3600
    assert [(part["what"], part["by"], part["why"], part["span_s"] / hour) for part in clock["parts"]] == [
        ("counted", None, None, 1),
        ("waiting", "Lead One", "customer: bank account number asked for", 6),
        ("outside hours", None, None, 16),
        ("waiting", "Lead One", "customer: bank account number asked for", 1),
        ("counted", None, None, 2),
        ("resolved", "Agent One", None, 1),
        ("counted", None, None, 2),
    ]
    assert clock["elapsed_s"] == clock["counted_s"] == sum(part["counted_s"] for part in clock["parts"]) == 5 * hour
    assert clock["wall_s"] == sum(part["span_s"] for part in clock["parts"]) == 29 * hour


def test_a_ledger_is_told_in_lines(floor: Floor) -> None:
    number = a_reopened_case(floor)

    told = ledgers.of(floor.store, floor.lead.scope, number, now=at("Tue 15:00")).told().splitlines()

    assert "resolution: 5h 00m of 1d 00h used" in told
    assert any("waiting, customer: bank account number asked for, Lead One" in line for line in told)


def test_the_ledger_of_a_foreign_case_is_not_found(floor: Floor) -> None:
    theirs = a_case(floor, actor=floor.outsider, client_id=floor.foreign)

    with pytest.raises(NotFound, match="No such case"):
        ledgers.of(floor.store, floor.lead.scope, theirs, now=at("Mon 12:00"))
