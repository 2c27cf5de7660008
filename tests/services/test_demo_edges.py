"""Every edge that is planted in the demo comes out as it should: on the clock, in the lists and in the figures."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import lateness
from caselight.core.clock import Clock
from caselight.core.people import EVERYTHING
from caselight.core.promises import Promise
from caselight.services.demo import load
from caselight.services.demo.calendars import holidays_of
from caselight.services.demo.planted import EDGES
from caselight.services.figures import of
from caselight.services.in_force import hours
from caselight.store.board import open_cases
from caselight.store.engine import Store
from caselight.store.tables import Case, CaseClock, Client, Event
from proving import breaks

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
DAYS = 33  # back to the night in which London puts its clocks back
NEITHER = {"met": 0, "missed": 0, "excluded": 0, "percent": None}
A_SECOND, AN_HOUR = timedelta(seconds=1), timedelta(hours=1)


class Edge(NamedTuple):
    """One planted case among all the others."""

    store: Store
    session: Session
    case: Case

    def clock(self, promise: Promise = Promise.RESOLUTION) -> Clock:
        """Return a promise as its clock."""
        row = self.row(promise)
        target, counted = timedelta(seconds=row.target_s), hours(self.session, row.calendar_id)
        return Clock.from_rows(row.runs, target=target, hours=counted, stopped_at=row.stopped_at)

    def row(self, promise: Promise = Promise.RESOLUTION) -> CaseClock:
        """Return a promise as its row."""
        wanted = select(CaseClock).where(col(CaseClock.case_id) == self.case.id, col(CaseClock.promise) == promise)
        return self.session.scalars(wanted).one()

    def events(self) -> list[Event]:
        """Return its events in order."""
        wanted = select(Event).where(col(Event.case_id) == self.case.id).order_by(col(Event.seq))
        return list(self.session.scalars(wanted))

    def figures(self, since: datetime | None = None) -> dict[str, Any]:
        """Return the figures of its client, of one second or of all time."""
        client = self.session.get_one(Client, self.case.client_id)
        window = {"since": since, "until": since + A_SECOND} if since else {}
        return of(self.store, EVERYTHING, as_of=NOW, clients=[client.name], **window)["kpis"]

    def is_overdue(self) -> bool:
        """Say whether the wall counts it as late."""
        late = lateness.overdue(open_cases(self.session, EVERYTHING), NOW)
        return self.case.id in {case.number for case in late}


@pytest.fixture(scope="module")
def demo(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Session]]:
    path = tmp_path_factory.mktemp("edges") / "caselight.db"
    path.write_bytes(empty_sqlite.read_bytes())
    store = Store(f"sqlite:///{path}")
    load(store, now=NOW, hash_password=str, days=DAYS)
    with store.reading(EVERYTHING) as session:
        yield store, session
    store.dispose()


def due_exactly_now(edge: Edge) -> None:
    assert edge.row().due_at == NOW
    assert edge.clock().state(NOW) == "at risk"
    assert edge.clock().state(NOW + A_SECOND) == "missed"
    assert not edge.is_overdue()
    assert edge.case.id in {one.number for one in lateness.due_soon(open_cases(edge.session, EVERYTHING), NOW)}


def resolved_exactly_at_due(edge: Edge) -> None:
    row = edge.row()
    assert row.stopped_at == row.due_at == edge.case.first_resolved_at
    assert (edge.clock().state(NOW), row.first_missed_at) == ("met", None)
    decided = edge.figures(row.stopped_at)["sla"]["resolution"]["decided"]
    assert (decided["met"], decided["missed"]) == (1, 0)


def paused_and_past_its_nominal_due(edge: Edge) -> None:
    row = edge.row()
    assert edge.case.status == "waiting"
    assert row.started_at + timedelta(seconds=row.target_s) < NOW
    assert (row.due_at, edge.clock().state(NOW)) == (None, "paused")
    assert not edge.is_overdue()


def reopened_after_it_was_met(edge: Edge) -> None:
    case, row, clock = edge.case, edge.row(), edge.clock()
    assert (case.status, case.reopens, case.resolved_at) == ("in progress", 1, None)
    assert (row.first_missed_at, row.stopped_at, clock.state(NOW)) == (None, None, "running")
    assert clock.elapsed(NOW) < NOW - case.opened_at
    figures = edge.figures(case.first_resolved_at)
    assert figures["first_resolution"]["calendar"]["n"] == 1
    assert figures["time_to_resolve"]["calendar"]["n"] == 0  # open again


def without_a_target(edge: Edge) -> None:
    clocks = select(CaseClock).where(col(CaseClock.case_id) == edge.case.id)
    assert edge.session.scalars(clocks).all() == []
    assert not edge.is_overdue()
    assert edge.figures(edge.case.opened_at)["sla"]["resolution"]["decided"]["excluded"] == 1


def without_a_calendar(edge: Edge) -> None:
    row = edge.row()
    assert (row.calendar_id, edge.clock().state(NOW)) == (None, "met")
    assert row.due_at == edge.case.opened_at + timedelta(seconds=row.target_s)  # around the clock
    figures = edge.figures()["time_to_resolve"]
    assert (figures["calendar"]["n"], figures["business"]["n"], figures["business"]["median_h"]) == (2, 0, None)


def raised_mid_life(edge: Edge) -> None:
    raised = next(event for event in edge.events() if event.kind == "case:updated" and "clocks" in event.body)
    row, before = edge.row(), raised.body["clocks"]["resolution"][0]
    assert raised.body["changes"]["priority"] == [4, 2]
    assert (before["target_s"], row.target_s) == (48 * 3600, 8 * 3600)
    assert row.due_at == edge.case.opened_at + 8 * AN_HOUR  # from the start, around the clock
    assert row.runs == before["runs"]


def two_updates_in_one_second(edge: Edge) -> None:
    events = edge.events()
    first, second = next(pair for pair in pairwise(events) if pair[0].at == pair[1].at)
    assert (first.kind, second.kind, second.seq - first.seq) == ("case:noted", "case:noted", 1)
    assert second.prev == first.hash


def cancelled(edge: Edge) -> None:
    assert (edge.case.status, edge.case.resolved_at) == ("cancelled", None)
    figures = edge.figures(edge.case.opened_at)
    assert (figures["cases"], figures["first_response"]) == (1, None)
    assert figures["sla"]["resolution"]["decided"] == NEITHER
    assert not edge.is_overdue()


def duplicate(edge: Edge) -> None:
    original = edge.session.get_one(Case, edge.case.merged_into)
    assert (edge.case.status, original.title, original.status) == ("merged", edge.case.title, "waiting")
    assert edge.case.client_id == original.client_id
    assert edge.figures(edge.case.opened_at)["sla"]["resolution"]["decided"] == NEITHER
    assert not edge.is_overdue()


COMES_OUT: dict[str, Callable[[Edge], None]] = {
    "due exactly now": due_exactly_now,
    "resolved exactly at due": resolved_exactly_at_due,
    "paused past its nominal due": paused_and_past_its_nominal_due,
    "reopened after it was met": reopened_after_it_was_met,
    "no target": without_a_target,
    "no calendar": without_a_calendar,
    "no calendar, by hours": without_a_calendar,
    "raised mid-life": raised_mid_life,
    "two updates in one second": two_updates_in_one_second,
    "cancelled": cancelled,
    "duplicate": duplicate,
}


def test_no_edge_is_planted_that_nobody_checks() -> None:
    assert set(COMES_OUT) == {planted.name for planted in EDGES}


@pytest.mark.parametrize("planted", EDGES, ids=lambda planted: planted.name)
def test_an_edge_comes_out_as_it_should(demo: tuple[Store, Session], planted: Any) -> None:
    store, session = demo
    same_title = (
        select(Case).join(Client, col(Client.id) == col(Case.client_id)).where(col(Case.title) == planted.title)
    )
    theirs = session.scalars(same_title.where(col(Client.name) == planted.client.name))
    opened = {case.opened_at: case for case in theirs}
    minutes = planted.opened if planted.due is None else 24 * 60  # the one due now has a day

    COMES_OUT[planted.name](Edge(store, session, opened[NOW - timedelta(minutes=minutes)]))


@pytest.mark.parametrize("name", ["at night", "on a holiday"])
def test_a_case_opened_while_its_client_is_closed_begins_with_the_next_shift(
    demo: tuple[Store, Session], name: str
) -> None:
    edge, local = _opened_at(demo, "Quillstone Bank", time(3, 10), on_a_holiday=name == "on a holiday")
    clock, zone = edge.clock(Promise.FIRST_RESPONSE), ZoneInfo("Asia/Singapore")

    opens = datetime.combine(_next_working_day(local), time(8), zone)

    assert edge.case.priority >= 3  # P1 and P2 never stop at night
    assert clock.elapsed(opens) == timedelta()
    assert clock.elapsed(opens + AN_HOUR) == min(AN_HOUR, clock.elapsed(NOW))
    assert edge.row(Promise.FIRST_RESPONSE).due_at == clock.hours.due(opens, clock.target)


def test_a_case_opened_in_the_second_of_two_like_hours_counts_from_that_one(demo: tuple[Store, Session]) -> None:
    edge, local = _opened_at(demo, "Norvane Telecom", time(1, 30, fold=1))
    row = edge.row(Promise.FIRST_RESPONSE)

    assert local.utcoffset() == timedelta()  # winter time; half past one in summer time was an hour before
    assert row.started_at == edge.case.opened_at == datetime.combine(local.date(), time(1, 30), UTC)
    assert row.due_at == edge.case.opened_at + timedelta(seconds=row.target_s)


def test_a_client_without_cases_has_no_figures_rather_than_zeros(demo: tuple[Store, Session]) -> None:
    told = of(demo[0], EVERYTHING, as_of=NOW, clients=["Fennick Travel"])["kpis"]

    assert (told["cases"], told["open"], told["overdue"]) == (0, 0, 0)
    for key in ("sla", "time_to_resolve", "first_response", "acknowledge", "recurrence", "reopened", "hand_offs"):
        assert told[key] is None, key


def test_every_chain_of_the_demo_holds(demo: tuple[Store, Session]) -> None:
    assert list(breaks(demo[1])) == []


def _opened_at(
    demo: tuple[Store, Session], client: str, at: time, *, on_a_holiday: bool | None = None
) -> tuple[Edge, datetime]:
    """Return the newest case opened at this time of its client's day."""
    store, session = demo
    row = session.scalars(select(Client).where(col(Client.name) == client)).one()
    cases = select(Case).where(col(Case.client_id) == row.id).order_by(col(Case.opened_at).desc())
    for case in session.scalars(cases):
        local = case.opened_at.astimezone(ZoneInfo(row.zone))
        is_holiday = local.date() in holidays_of("SG", local.year)
        if local.time() == at and local.fold == at.fold and on_a_holiday in {None, is_holiday}:
            return Edge(store, session, case), local
    raise AssertionError("no such case")


def _next_working_day(local: datetime) -> date:
    day = local.date()
    while day.weekday() > 4 or day in holidays_of("SG", day.year):
        day += timedelta(days=1)
    return day
