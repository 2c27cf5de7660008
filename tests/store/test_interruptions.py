"""What was down, what is down now, and what was planned, as figures and walls ask for it."""

import pytest

from acts import a_case, do, read
from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import interruptions
from floor import Floor, at
from interrupting import ELEVEN, NOON, TEN, an_outage, downtime, refused, rows


def test_a_second_spell_is_an_interval_of_its_own(floor: Floor) -> None:
    number = an_outage(floor, down_until=ELEVEN, when="Mon 11:10")

    do(floor, verbs.open_interval, "Mon 12:00", case=number, fields={"service": "Voice", "started_at": NOON})

    assert [(row.service, row.ended_at) for row in rows(floor, number)][-1] == ("Voice", None)
    assert "down_until" not in read(floor, number).details
    assert downtime(floor, "Mon 13:00") == {
        "n": 1, "sum_min": 120, "merged_min": 120, "blocks": 2, "availability_percent": pytest.approx(100 / 3),
    }  # fmt: skip


def test_planned_work_is_announced_before_it_begins_and_is_no_downtime(floor: Floor) -> None:
    window = {"announced_at": TEN, "down_from": "2026-11-18T02:00:00Z", "down_until": "2026-11-18T04:00:00Z"}
    number = a_case(floor, record_type="maintenance", details=window)
    do(floor, verbs.end_interval, "Wed 05:00", actor=floor.agent, case=number, interval="1.0",
       ended_at="2026-11-18T04:30:00Z")  # fmt: skip

    late = refused(floor, verbs.log, client_id=floor.client, record_type="maintenance", title="Switch replaced",
                   details=window | {"announced_at": "2026-11-18T02:01:00Z"}, when="Wed 05:00")  # fmt: skip

    assert (rows(floor, number)[0].is_planned, rows(floor, number)[0].ended_at) == (True, at("Wed 04:30"))
    assert read(floor, number).details["down_until"] == "2026-11-18T04:30:00Z"
    assert downtime(floor, "Thu 10:00") is None
    assert "announced before it begins" in late.fields["announced_at"]


def test_only_unplanned_interruptions_of_open_cases_are_down_now(floor: Floor) -> None:
    first = an_outage(floor, "Mon 11:30", down_from=ELEVEN)
    longest = an_outage(floor)
    over, nobody, elsewhere = an_outage(floor), an_outage(floor, severity="none"), an_outage(floor)
    do(floor, verbs.resolve, "Mon 12:00", case=over, details={"down_until": NOON, "severity": "major"})
    do(floor, verbs.cancel, "Mon 12:00", case=elsewhere, note="Logged twice")
    do(floor, verbs.update, "Mon 12:00", case=longest, fields={"customers_affected": 310})

    with floor.store.reading(EVERYTHING) as session:
        found = interruptions.down_now(session, Scope(frozenset({floor.client})))
        foreign = interruptions.down_now(session, Scope(frozenset({floor.foreign})))

    assert [(row.case, row.since, row.customers) for row in found] == [
        (longest, at("Mon 10:00"), 310),
        (first, at("Mon 11:00"), None),
    ]
    assert foreign == []
    assert nobody


def test_downtime_is_narrowed_to_clients_priorities_and_windows(floor: Floor) -> None:
    an_outage(floor, "Mon 12:10", down_until=NOON)
    a_case(floor, "Mon 12:40", record_type="outage", client_id=floor.foreign, priority=1, actor=floor.admin,
           details={"down_from": ELEVEN, "down_until": "2026-11-16T12:30:00Z"})  # fmt: skip

    everything = downtime(floor)
    window = downtime(floor, since=at("Mon 11:30"), until=at("Mon 12:10"))

    assert (everything["n"], everything["sum_min"], everything["merged_min"], everything["blocks"]) == (2, 210, 150, 1)
    assert everything["availability_percent"] == pytest.approx(100 * (1 - 150 / 360))
    assert (window["sum_min"], window["merged_min"], window["availability_percent"]) == (70, 40, 0)
    assert downtime(floor, clients=["Norvane Telecom"])["sum_min"] == 120
    assert downtime(floor, priorities=[1])["sum_min"] == 90
    assert downtime(floor, "Mon 09:00") is None
