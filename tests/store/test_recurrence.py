"""What a case repeats, read back; the same cases that the figure counts."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from acts import a_case, do, read
from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.services.recurring import recurs
from caselight.services.work import Work
from caselight.store import recurrence
from caselight.store.kpi_reads import kpi
from caselight.store.tables import Event
from floor import Floor, at

LONG_AGO = at("Mon 10:00") - timedelta(days=200)


def numbers(floor: Floor, case: int, scope: Scope = EVERYTHING) -> list[int]:
    with floor.store.reading(EVERYTHING) as session:
        return [row.number for row in recurrence.of_case(session, scope, case)]


def logged_after(floor: Floor, days: int, **said: Any) -> int:
    said = {"client_id": floor.client, "record_type": "technical", "title": "Voice lines down"} | said
    now = LONG_AGO + timedelta(days=days)
    return perform(floor.store, verbs.log, actor=floor.lead, now=now, request=uuid.uuid4().hex, **said).case_id


def test_a_case_repeats_those_of_its_type_until_its_cause_is_known(floor: Floor) -> None:
    first = a_case(floor, "Mon 10:00", service="Voice")
    second = a_case(floor, "Mon 11:00", service="Voice", record_type="delivery")
    third = a_case(floor, "Tue 10:00", service="Voice")
    assert numbers(floor, third) == [first]

    do(floor, verbs.update, "Tue 11:00", case=second, fields={"root_cause": "vendor"})
    do(floor, verbs.update, "Tue 11:01", case=third, fields={"root_cause": "vendor"})

    assert numbers(floor, third) == [second]
    assert numbers(floor, first) == []


def test_only_cases_of_one_service_repeat_each_other(floor: Floor) -> None:
    voice, without = a_case(floor, "Mon 10:00", service="Voice"), a_case(floor, "Mon 11:00")
    again, without_again = a_case(floor, "Mon 12:00", service="Voice"), a_case(floor, "Mon 13:00")

    assert numbers(floor, again) == [voice]
    assert numbers(floor, without) == numbers(floor, without_again) == []


def test_what_is_done_to_win_a_customer_back_repeats_nothing_and_is_not_repeated(floor: Floor) -> None:
    known = {"service": "Voice", "root_cause": "vendor"}
    first = a_case(floor, "Mon 10:00", **known)
    recovery = a_case(floor, "Mon 11:00", **known, record_type="recovery", details={"customer": "Customer 7"})

    assert numbers(floor, recovery) == []
    assert numbers(floor, a_case(floor, "Mon 12:00", **known)) == [first]


def test_what_a_case_repeats_is_known_before_its_cause_is_written(floor: Floor) -> None:
    first = a_case(floor, "Mon 10:00", service="Voice", record_type="delivery", root_cause="vendor")
    second = read(floor, a_case(floor, "Mon 11:00", service="Voice"))
    second.root_cause = "vendor"

    with floor.store.reading(EVERYTHING) as session:
        assert recurs(Work(session, floor.lead, at("Mon 12:00")), second)
        assert not recurs(Work(session, floor.lead, at("Mon 12:00")), session.get_one(type(second), first))


def test_nothing_is_told_of_another_clients_case(floor: Floor) -> None:
    first, again = a_case(floor, "Mon 10:00", service="Voice"), a_case(floor, "Mon 11:00", service="Voice")

    assert numbers(floor, again) == [first]
    assert numbers(floor, again, floor.outsider.scope) == []


@pytest.mark.parametrize("cause", [None, "vendor"])
def test_the_figure_counts_exactly_the_cases_that_recur(floor: Floor, cause: str | None) -> None:
    logged = [
        logged_after(floor, days, service=service, root_cause=cause)
        for days in (0, 20, 31, 45, 46, 90, 91)  # after a first month, which is left out
        for service in (None, "Voice")
    ]

    with floor.store.reading(EVERYTHING) as session:
        told = kpi(session, EVERYTHING, as_of=LONG_AGO + timedelta(days=100))["kpis"]["recurrence"]
        again = [one for one in logged[4:] if recurrence.of_case(session, EVERYTHING, one)]

    assert len(again) == 4
    assert (told["cases"], told["with_earlier"]) == (10, 4)


def test_events_tell_of_a_recurrence_when_it_is_logged_and_when_its_cause_becomes_known(floor: Floor) -> None:
    first = a_case(floor, "Mon 10:00", service="Voice", root_cause="vendor")
    a_case(floor, "Mon 11:00", service="Voice")
    number = a_case(floor, "Mon 12:00", service="Voice")

    do(floor, verbs.note, "Mon 12:30", case=number, note="Looking.")
    do(floor, verbs.update, "Mon 13:00", case=number, fields={"root_cause": "vendor"})

    with floor.store.reading(EVERYTHING) as session:
        rows = select(col(Event.body)).where(col(Event.case_id) == number).order_by(col(Event.seq))
        told = [body.get("recurs") for body in session.scalars(rows)]
    assert told == [{"earlier": 1, "newest": number - 1}, None, {"earlier": 1, "newest": first}]
