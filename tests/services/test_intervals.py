"""When which service was interrupted: opened with the case, told service by service, and the same on the record."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from acts import a_case, do, kinds, read
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Denied
from caselight.services import verbs
from caselight.store.tables import Event
from floor import Floor, at
from interrupting import ELEVEN, NOON, TEN, an_outage, refused, rows
from proving import breaks


def test_logging_an_outage_opens_an_interval_for_each_service(floor: Floor) -> None:
    number = an_outage(floor)

    assert [(row.service, row.started_at, row.ended_at) for row in rows(floor, number)] == [
        ("Voice", at("Mon 10:00"), None),
        ("SMS", at("Mon 10:00"), None),
    ]
    assert {(row.severity, row.effect, row.is_planned) for row in rows(floor, number)} == {("major", "out", False)}
    assert kinds(floor, number) == ["case:logged"]
    assert read(floor, number).occurred_at == at("Mon 10:00")


def test_an_outage_said_in_one_line_began_when_it_occurred(floor: Floor) -> None:
    number = a_case(floor, record_type="outage", service="Voice", occurred_at=at("Mon 09:40"))

    (row,) = rows(floor, number)
    assert (row.service, row.started_at) == ("Voice", at("Mon 09:40"))
    assert read(floor, number).details == {"affected_services": ["Voice"], "down_from": "2026-11-16T09:40:00Z"}


def test_a_service_first_named_in_the_details_is_the_case_s_service(floor: Floor) -> None:
    with floor.store.reading(EVERYTHING) as session:
        assert session.get_one(type(read(floor, an_outage(floor))), an_outage(floor)).service_id is not None


def test_other_types_have_no_intervals(floor: Floor) -> None:
    number = a_case(floor, details={"down_from": TEN})

    refusal = refused(floor, verbs.open_interval, number, fields={})

    assert rows(floor, number) == []
    assert "is no interruption" in refusal.sentence


def test_services_come_back_one_by_one_and_the_record_says_so(floor: Floor) -> None:
    number = an_outage(floor)
    voice, sms = (row.key for row in rows(floor, number))

    do(floor, verbs.end_interval, "Mon 11:00", case=number, interval=voice)
    halfway = read(floor, number).details
    do(floor, verbs.end_interval, "Mon 12:10", case=number, interval=sms, ended_at=NOON)

    assert "down_until" not in halfway
    assert [row.ended_at for row in rows(floor, number)] == [at("Mon 11:00"), at("Mon 12:00")]
    assert read(floor, number).details["down_until"] == NOON
    assert kinds(floor, number)[1:] == ["case:interval_ended"] * 2


def test_resolving_asks_for_the_end_in_place_and_ends_what_lasts(floor: Floor) -> None:
    number = an_outage(floor, severity="major")
    do(floor, verbs.end_interval, "Mon 11:00", case=number, interval=rows(floor, number)[0].key)

    refusal = refused(floor, verbs.resolve, number)
    do(floor, verbs.resolve, "Mon 12:30", case=number, details={"down_until": NOON})

    assert list(refusal.fields) == ["down_until"]
    assert [row.ended_at for row in rows(floor, number)] == [at("Mon 11:00"), at("Mon 12:00")]


def test_the_worst_interval_is_what_the_record_says_and_what_the_record_says_holds_for_all(floor: Floor) -> None:
    number = an_outage(floor)
    first = {"case": number, "interval": "1.0"}
    do(floor, verbs.change_interval, "Mon 10:40", **first, fields={"severity": "critical", "effect": "degraded"})
    worst = read(floor, number).details["severity"]

    do(floor, verbs.update, "Mon 10:50", case=number, fields={"details": {"severity": "minor"}})

    assert worst == "critical"
    assert [(row.severity, row.effect) for row in rows(floor, number)] == [("minor", "degraded"), ("minor", "out")]
    assert "effect" not in read(floor, number).details


def test_a_beginning_said_of_the_whole_moves_what_lies_before_it(floor: Floor) -> None:
    number = an_outage(floor)
    do(floor, verbs.change_interval, "Mon 10:40", case=number, interval="1.1",
       fields={"started_at": "2026-11-16T10:20:00Z"})  # fmt: skip

    do(floor, verbs.update, "Mon 11:50", case=number, fields={"details": {"down_from": "2026-11-16T10:10:00Z"}})
    early = [row.started_at for row in rows(floor, number)]
    do(floor, verbs.update, "Mon 12:55", case=number, fields={"details": {"down_from": ELEVEN, "down_until": NOON}})

    assert early == [at("Mon 10:10"), at("Mon 10:20")]
    assert {(row.started_at, row.ended_at) for row in rows(floor, number)} == {(at("Mon 11:00"), at("Mon 12:00"))}


def test_a_service_named_later_gets_its_interval_and_one_no_longer_named_loses_it(floor: Floor) -> None:
    number = an_outage(floor)

    do(floor, verbs.update, "Mon 10:50", case=number, fields={"details": {"affected_services": ["Voice", "Data"]}})

    assert [row.service for row in rows(floor, number)] == ["Voice", "Data"]


def test_the_first_service_named_takes_the_interval_that_had_none(floor: Floor) -> None:
    number = a_case(floor, record_type="incident")

    do(floor, verbs.update, "Mon 10:50", case=number, fields={"details": {"affected_services": ["Voice", "Data"]}})
    do(floor, verbs.update, "Mon 10:55", case=number, fields={"details": {"affected_services": None}})

    assert [(row.service, row.started_at) for row in rows(floor, number)] == [
        ("Voice", at("Mon 10:00")),
        ("Data", at("Mon 10:00")),
    ]
    assert read(floor, number).details["affected_services"] == ["Voice", "Data"]


def test_an_agent_may_end_an_interval_but_only_a_lead_corrects_a_time(floor: Floor) -> None:
    number = an_outage(floor, affected_services=["Voice"])
    (row,) = rows(floor, number)
    do(floor, verbs.end_interval, "Mon 11:00", actor=floor.agent, case=number, interval=row.key)
    earlier: dict[str, Any] = {"case": number, "interval": row.key, "fields": {"started_at": "2026-11-16T09:50:00Z"}}

    with pytest.raises(Denied, match="corrected by a lead"):
        do(floor, verbs.change_interval, "Mon 11:10", actor=floor.agent, **earlier)
    with pytest.raises(Denied, match="corrected by a lead"):
        do(floor, verbs.update, "Mon 11:10", actor=floor.agent, case=number,
           fields={"details": {"down_from": "2026-11-16T09:50:00Z"}})  # fmt: skip
    do(floor, verbs.change_interval, "Mon 11:20", actor=floor.lead, **earlier)

    with floor.store.reading(EVERYTHING) as session:
        event = session.scalars(select(Event).where(col(Event.case_id) == number, col(Event.seq) == 3)).one()
        assert list(breaks(session)) == []
    assert event.body["intervals"] == {row.key: {"started_at": [f"{TEN[:-1]}.000000Z", "2026-11-16T09:50:00.000000Z"]}}
    assert read(floor, number).details["down_from"] == "2026-11-16T09:50:00Z"


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        (verbs.open_interval, {"fields": {"service": "Data", "severity": "critical"}}),
        (verbs.change_interval, {"interval": "1.0", "fields": {"severity": "critical", "started_at": ELEVEN}}),
        (verbs.end_interval, {"interval": "1.1"}),
        (verbs.update, {"fields": {"details": {"affected_services": ["Data"], "severity": "minor"}}}),
        (verbs.resolve, {"details": {"down_until": NOON, "severity": "critical"}}),
    ],
)
def test_an_entry_taken_back_leaves_everything_as_it_was(floor: Floor, verb: Any, given: dict[str, Any]) -> None:
    number = an_outage(floor)
    before = rows(floor, number), read(floor, number).details

    do(floor, verb, "Mon 12:00", case=number, **given)
    assert rows(floor, number) != before[0]
    do(floor, verbs.undo, "Mon 12:00", case=number, seq=2)

    assert (rows(floor, number), read(floor, number).details) == before


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"started_at": "2026-11-16T15:00:00Z"}, "started_at", "Only planned work may"),
        ({"started_at": ELEVEN, "ended_at": TEN}, "ended_at", "before it starts"),
        ({"is_planned": "yes"}, "announced_at", "announced before it begins"),
        ({"severity": "dire"}, "severity", "is not in the list"),
        ({"started_at": "soon"}, "started_at", "is not a date and time"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(floor: Floor, fields: dict[str, Any], name: str, said: str) -> None:
    number = an_outage(floor)

    refusal = refused(floor, verbs.open_interval, number, fields=fields)

    assert said in refusal.fields[name]
    assert len(rows(floor, number)) == 2


def test_a_vendor_s_interruption_names_the_vendor_on_every_interval(floor: Floor) -> None:
    number = a_case(floor, record_type="vendor", details={"vendor": "Lindgate Cloud"})

    do(floor, verbs.update, "Mon 10:20", case=number, fields={"details": {"vendor": "Lindgate Cloud, storage"}})
    do(floor, verbs.open_interval, "Mon 10:30", case=number, fields={"service": "Voice"})

    assert {row.vendor for row in rows(floor, number)} == {"Lindgate Cloud, storage"}
    assert refused(floor, verbs.log, client_id=floor.client, record_type="vendor", title="x").fields["vendor"]


def test_a_wrong_step_is_refused_in_one_sentence(floor: Floor) -> None:
    number = an_outage(floor, severity="major")
    do(floor, verbs.end_interval, "Mon 11:00", case=number, interval="1.0")

    again = refused(floor, verbs.end_interval, number, interval="1.0")
    unknown = refused(floor, verbs.end_interval, number, interval="9.0")
    same = refused(floor, verbs.change_interval, number, interval="1.1", fields={"severity": "major"})
    do(floor, verbs.resolve, "Mon 12:30", case=number, details={"down_until": NOON})
    after = refused(floor, verbs.open_interval, number, "Mon 13:00", fields={})

    assert "has ended already" in again.sentence
    assert "no such interruption" in unknown.sentence
    assert same.sentence == "Nothing was changed."
    assert "is resolved. Say when it ended" in after.sentence
