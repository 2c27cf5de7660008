"""What a monitoring tool reports, by its own id: the same report again changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Principal
from caselight.core.refusal import Refusal
from caselight.services import desk, keys
from caselight.services.desk import Done
from caselight.services.verbs.reporting import report
from caselight.store.tables import Case, Event
from floor import Floor, at

DOWN = {"affected_services": ["Voice"], "down_from": at("Mon 09:00"), "severity": "major"}


@pytest.fixture
def source(floor: Floor) -> Principal:
    key = keys.make(floor.store, "uptime", client="Norvane Telecom", actor=floor.admin, now=at("Mon 08:00"))
    holder = keys.holder(floor.store, key)
    assert holder is not None
    return holder


def send(floor: Floor, source: Principal, when: str = "Mon 09:05", request: str = "", **said: Any) -> Done:
    given = {"external_id": "mon-1", "record_type": "outage", "fields": {"title": "Voice down"}, "details": DOWN} | said
    return desk.perform(floor.store, report, actor=source, now=at(when), request=request or repr((when, said)), **given)


def the_case(floor: Floor) -> Case:
    with floor.store.reading(EVERYTHING) as session:
        return session.scalars(select(Case)).one()


def kinds(floor: Floor) -> list[str]:
    with floor.store.reading(EVERYTHING) as session:
        return list(session.scalars(select(Event.kind).where(col(Event.case_id).is_not(None)).order_by(col(Event.id))))


def test_a_first_report_logs_the_case_as_of_when_it_began(floor: Floor, source: Principal) -> None:
    send(floor, source)

    case = the_case(floor)
    assert (case.client_id, case.source, case.external_id, case.title) == (
        floor.client,
        "uptime",
        "mon-1",
        "Voice down",
    )
    assert (case.occurred_at, case.opened_at) == (at("Mon 09:00"), at("Mon 09:05"))


def test_the_same_report_again_changes_nothing(floor: Floor, source: Principal) -> None:
    first = send(floor, source)

    again = send(floor, source, "Mon 09:06")

    assert (again.case_id, again.version) == (first.case_id, first.version)
    assert kinds(floor) == ["case:logged"]


def test_a_later_report_changes_what_it_says_otherwise(floor: Floor, source: Principal) -> None:
    send(floor, source)

    send(
        floor,
        source,
        "Mon 09:10",
        fields={"customers_affected": 40, "priority": "P1", "service": "Voice"},
        details={"severity": "critical"},
    )

    case = the_case(floor)
    assert (case.customers_affected, case.priority, case.details["severity"]) == (40, 1, "critical")
    assert case.details["affected_services"] == ["Voice"]
    assert kinds(floor) == ["case:logged", "case:updated"]


def test_an_end_resolves_the_case_when_nothing_else_is_owed(floor: Floor, source: Principal) -> None:
    send(floor, source)

    send(floor, source, "Mon 09:42", details={"down_until": at("Mon 09:40")}, note="Back")

    case = the_case(floor)
    assert (case.status, case.resolved_at) == ("resolved", at("Mon 09:42"))
    assert kinds(floor) == ["case:logged", "case:resolved"]


def test_an_end_leaves_the_case_open_while_more_is_owed(floor: Floor, source: Principal) -> None:
    send(floor, source, details={"down_from": at("Mon 09:00")})

    send(floor, source, "Mon 09:42", details={"down_until": at("Mon 09:40")})

    assert the_case(floor).status == "new"


def test_begun_and_over_in_one_report_is_logged_and_resolved(floor: Floor, source: Principal) -> None:
    send(floor, source, "Mon 09:42", details={**DOWN, "down_until": at("Mon 09:40")})

    assert the_case(floor).status == "resolved"
    assert kinds(floor) == ["case:logged", "case:resolved"]


def test_what_comes_back_is_taken_up_again(floor: Floor, source: Principal) -> None:
    send(floor, source)
    send(floor, source, "Mon 09:42", details={"down_until": at("Mon 09:40")})

    send(floor, source, "Mon 10:00", details={"down_until": None})

    case = the_case(floor)
    assert (case.status, case.reopens) == ("in progress", 1)
    assert "down_until" not in case.details


def test_what_is_closed_wants_a_new_id(floor: Floor, source: Principal) -> None:
    done = send(floor, source)
    desk.perform(floor.store, _cancel, actor=floor.lead, now=at("Mon 09:30"), request="c", case=done.case_id)

    with pytest.raises(Refusal, match=r"is cancelled\. Report what happens now with a new id"):
        send(floor, source, "Mon 09:40")


def test_a_type_is_one_of_the_interruptions_and_stays(floor: Floor, source: Principal) -> None:
    with pytest.raises(Refusal) as unknown:
        send(floor, source, record_type="technical")
    send(floor, source)
    with pytest.raises(Refusal) as other:
        send(floor, source, "Mon 09:06", record_type="degradation")

    assert "outage" in unknown.value.fields["type"]
    assert "was reported as outage" in other.value.fields["type"]


def test_two_first_reports_at_once_log_one_case(floor: Floor, source: Principal) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda n: send(floor, source, request=f"r{n}"), range(4)))

    assert len({each.case_id for each in done}) == 1
    assert kinds(floor) == ["case:logged"]


def _cancel(work: Any, case: Case) -> Event:
    from caselight.services.verbs import cancel  # noqa: PLC0415 – one use

    return cancel(work, case, note="A drill")
