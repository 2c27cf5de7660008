"""Clocks: what others got wrong with time, done through the desk on both databases (numbers: test_table.py)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.clock import Clock
from caselight.core.hours import BusinessHours
from caselight.core.people import EVERYTHING, SYSTEM, Scope
from caselight.core.promises import Promise
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.services.importing import import_file
from caselight.services.sweeping import sweep
from caselight.store.board import open_cases
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Case, CaseClock, Escalation, Notice
from escalating import a_case, do, escalations, firings
from floor import OFFICE, Floor, at
from import_files import case, cases_file

A_WEEK = timedelta(weeks=1)
FIRST, LAST = Promise.FIRST_RESPONSE, Promise.RESOLUTION


def clock(floor: Floor, number: int, promise: Promise) -> CaseClock:
    with floor.store.reading(EVERYTHING) as session:
        wanted = select(CaseClock).where(col(CaseClock.case_id) == number, col(CaseClock.promise) == promise)
        return session.scalars(wanted).one()


def the_office(floor: Floor, *, since: datetime | None = None, **hours: Any) -> None:
    """Let the client's hours be other ones, for what is opened from then on."""
    version = Calendar(name="Office", valid_from=since or at("Mon 00:00"), hours=OFFICE | hours)
    floor.store.transact(lambda session: session.add(version), EVERYTHING)


def test_an_hour_promised_late_on_friday_is_due_on_monday_morning(floor: Floor) -> None:
    number = a_case(floor, "Fri 16:30")

    assert clock(floor, number, FIRST).due_at == at("Mon 09:30") + A_WEEK


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("Mon 06:00", "Mon 10:00"),  # before it opens
        ("Mon 21:15", "Tue 10:00"),  # at night
        ("Wed 12:00", "Thu 10:00"),  # on a holiday
        ("Wed 17:00", "Thu 10:00"),  # on the evening of one
    ],
)
def test_a_case_opened_while_the_desk_is_closed_starts_with_the_next_shift(floor: Floor, opened: str, due: str) -> None:
    the_office(floor, holidays=["2026-11-18"])

    number = a_case(floor, opened)

    assert clock(floor, number, FIRST).due_at == at(due)


@pytest.mark.parametrize("priority", [3, 4])  # 24 hours and 48: three days of the office and six
def test_a_pause_over_the_weekend_costs_short_and_long_targets_the_same(floor: Floor, priority: int) -> None:
    number = a_case(floor, "Thu 09:00", priority=priority)
    nominal = clock(floor, number, LAST).due_at

    do(floor, verbs.wait, "Thu 10:00", case=number, reason="the customer")
    perform_at(floor, verbs.go_on, at("Mon 10:00") + A_WEEK, case=number)

    later = clock(floor, number, LAST).due_at
    assert nominal is not None
    assert later is not None
    assert BusinessHours.from_dict(OFFICE).elapsed(nominal, later) == timedelta(hours=16)  # Thursday to Monday, open


@pytest.mark.parametrize(
    "begins",
    [
        {"state": "waiting"},
        {"state": "solved", "solved": "2026-03-02 10:00"},
        {"state": "closed", "solved": "2026-03-02 10:00", "closed": "2026-03-02 10:00"},
        {"state": "dropped", "closed": "2026-03-02 10:00"},
    ],
)
def test_a_case_that_begins_waiting_or_over_is_never_late_nor_escalated(
    store: Store, tmp_path: Path, begins: dict[str, str]
) -> None:
    import_file(store, *cases_file(tmp_path, case(**begins)), now=at("Mon 10:00"), actor=SYSTEM)

    swept = sweep(store, now=at("Mon 10:00") + A_WEEK)

    with store.reading(EVERYTHING) as session:
        assert (swept.raised, swept.notices, swept.failed) == (0, 0, 0)
        assert list(session.scalars(select(Escalation))) == list(session.scalars(select(Notice))) == []
        assert all(case.due_at is None for case in open_cases(session, Scope()))
        assert session.scalars(select(Case)).one().status != "new"


def test_a_new_priority_keeps_the_time_used_and_the_pauses(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00")
    do(floor, verbs.wait, "Mon 11:00", case=number, reason="the customer")
    do(floor, verbs.go_on, "Mon 13:00", case=number)

    do(floor, verbs.update, "Mon 14:00", case=number, fields={"priority": 2})

    row = clock(floor, number, LAST)
    assert row.runs == [["2026-11-16T10:00:00Z", "2026-11-16T11:00:00Z"], ["2026-11-16T13:00:00Z", None]]
    assert row.due_at == at("Mon 20:00")  # two of eight hours used, two paused


def test_reopened_the_clock_resumes_and_the_first_miss_stays(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=2)
    resolve(floor, number, at("Mon 19:00"))

    do(floor, verbs.reopen, "Tue 09:00", case=number)
    resolve(floor, number, at("Tue 09:30"))

    row = clock(floor, number, LAST)
    assert row.runs[-1] == ["2026-11-17T09:00:00Z", "2026-11-17T09:30:00Z"]
    assert (row.first_missed_at, row.due_at) == (at("Mon 18:00"), at("Mon 18:00"))


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-03-27T15:30", "2026-03-30T07:30"),  # Friday 16:30 in Berlin; spring comes on Sunday
        ("2026-10-23T14:30", "2026-10-26T08:30"),  # Friday 16:30 in Berlin; autumn comes on Sunday
        ("2026-07-06T08:00", "2026-07-06T09:00"),  # a summer's Monday, told of in winter
    ],
)
def test_history_counts_by_the_clock_on_the_clients_wall_at_the_time(floor: Floor, opened: str, due: str) -> None:
    the_office(floor, zone="Europe/Berlin", since=datetime(2026, 1, 1, tzinfo=UTC))
    when, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (opened, due))
    given = {"client_id": floor.client, "record_type": "technical", "title": "Lines down", "priority": 3}

    number = perform_at(floor, verbs.log, when, **given)

    assert clock(floor, number, FIRST).due_at == expected


def test_a_warning_before_the_target_is_given_in_open_time(floor: Floor) -> None:
    number = a_case(floor, "Fri 16:45")  # an hour for the first response

    sweep(floor.store, now=at("Sun 23:00"))
    over_the_weekend = firings(floor, number)
    sweep(floor.store, now=at("Mon 09:31") + A_WEEK)

    assert over_the_weekend == []
    assert [(one.threshold, one.due_at - A_WEEK) for one in firings(floor, number)] == [
        (50, at("Mon 09:15")),
        (75, at("Mon 09:30")),
    ]


def test_resolved_late_between_two_sweeps_is_a_miss_on_record(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=2)
    sweep(floor.store, now=at("Mon 17:59"))
    resolve(floor, number, at("Mon 18:01"))

    sweep(floor.store, now=at("Mon 18:02"))

    row = clock(floor, number, LAST)
    passed = [(one.threshold, one.due_at) for one in firings(floor, number) if one.clock == f"resolution:{number}"]
    assert (row.first_missed_at, row.next_at) == (at("Mon 18:00"), None)
    assert passed[-1] == (100, at("Mon 18:00"))


def test_a_holiday_makes_an_escalation_later(floor: Floor) -> None:
    plain = a_case(floor, "Mon 16:30")
    the_office(floor, holidays=["2026-11-17"])
    festive = a_case(floor, "Mon 16:30")

    sweep(floor.store, now=at("Fri 12:00"))

    raised = [escalations(floor, number)[0].raised_at for number in (plain, festive)]
    assert raised == [at("Tue 09:30"), at("Wed 09:30")]


def test_every_clock_on_record_is_what_its_runs_say(floor: Floor) -> None:
    number = a_case(floor, "Fri 15:00")
    do(floor, verbs.wait, "Fri 16:00", case=number, reason="the customer")
    perform_at(floor, verbs.go_on, at("Tue 10:00") + A_WEEK, case=number)

    row = clock(floor, number, LAST)

    told = Clock.from_rows(row.runs, target=timedelta(seconds=row.target_s), hours=BusinessHours.from_dict(OFFICE))
    assert row.due_at == told.due_at()


def perform_at(floor: Floor, verb: Any, when: datetime, **given: Any) -> int:
    """Do a verb at an instant of another week."""
    return perform(floor.store, verb, actor=floor.lead, now=when, request=f"{verb.__name__} {when}", **given).case_id


def resolve(floor: Floor, number: int, when: datetime) -> None:
    details = {"affected_services": ["Voice"], "recovery_actions": "Rerouted calls."}
    times = {"down_from": at("Mon 10:00").isoformat(), "down_until": when.isoformat()}
    perform_at(floor, verbs.resolve, when, case=number, details=details | times)
