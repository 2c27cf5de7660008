"""What the Speed page is worked out from: how long a stage took, what was promised for it, what is open over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, union_all
from sqlmodel import Session, col

from caselight.core import pace
from caselight.core.backlog import REACH, Projection, projected, standing, stood_open
from caselight.core.board import Life
from caselight.core.lifecycle import OPEN
from caselight.core.pace import Pace, Timed
from caselight.core.people import Scope
from caselight.core.promises import Promise
from caselight.core.shifts import always_open
from caselight.store import calendars
from caselight.store.among import ALL, Among
from caselight.store.caselist import COUNTS, AnySelect
from caselight.store.scoping import IS_OPEN, unsearched, within
from caselight.store.tables import Case, CaseClock

Between = tuple[datetime, datetime]
ENDS: dict[str, Any] = {
    "resolve": col(Case.resolved_at),
    "response": col(Case.first_response_at),
    "ack": col(Case.acknowledged_at),
}
PROMISES = {
    "resolve": Promise.RESOLUTION,
    "response": Promise.FIRST_RESPONSE,
    "ack": Promise.ACKNOWLEDGEMENT,
}


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """How fast a stage is: in the period and the one before, by client, and week by week."""

    now: Pace
    before: Pace
    clients: dict[int, Pace]
    weeks: tuple[Pace, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The open cases at some instants of the past, and seven days from now."""

    counts: tuple[int, ...]
    ahead: Projection


def measured(
    session: Session,
    scope: Scope,
    among: Among = ALL,
    *,
    stage: str,
    since: datetime,
    until: datetime,
    weeks: tuple[Between, ...],
) -> Measured:
    """Return how fast the stage was in [since, until), beside the period of the same length before it."""
    before = since - (until - since)
    first = min(before, weeks[0][0])
    rows = timed(session, scope, among, stage=stage, since=first)
    these = _population(stage, rows, since, until)
    by_client = defaultdict[int, list[Timed]](list)
    for row in these:
        by_client[row.client_id].append(row)
    return Measured(
        pace.pace(these, until),
        _pace(stage, rows, before, since, until),
        {client: pace.pace(own, until) for client, own in by_client.items()},
        tuple(_week(stage, rows, *week, until) for week in weeks),
    )


def timed(session: Session, scope: Scope, among: Among = ALL, *, stage: str, since: datetime) -> list[Timed]:
    """Return the cases that a stage concerns since an instant, `cases_resolved` and `cases_open` or `cases_opened`."""
    columns = (col(Case.client_id), col(Case.opened_at), ENDS[stage], col(Case.status), col(Case.id))
    halves: tuple[tuple[Any, ...], ...] = ((COUNTS, col(Case.opened_at) >= since),)
    if stage == "resolve":
        halves = _alive(since)
    parts = [_of(select(*columns).where(*half), scope, among) for half in halves]
    return [
        Timed(client_id, opened_at, done_at, status in OPEN, number)
        for client_id, opened_at, done_at, status, number in session.execute(union_all(*parts))
    ]


def finished(
    session: Session, scope: Scope, among: Among = ALL, *, stage: str, week: Between, now: datetime
) -> frozenset[int]:
    """Return the cases that the pace of one week of `measured` counts as done, by number."""
    since, until = week
    rows = _population(stage, timed(session, scope, among, stage=stage, since=since), since, until)
    return pace.finished(rows, until if stage == "resolve" else now)


def targets(
    session: Session, scope: Scope, among: Among = ALL, *, stage: str, since: datetime, until: datetime
) -> dict[int, int | None]:
    """Return per client the seconds promised for a stage done in [since, until), by `clocks_stopped`.

    None where there are several, or where the promise does not run around the clock: no one line would be true.
    """
    clock = col(CaseClock.client_id), col(CaseClock.target_s), col(CaseClock.calendar_id)
    stopped_at = col(CaseClock.stopped_at)
    statement = (
        select(*clock)
        .join(Case, col(Case.id) == col(CaseClock.case_id))
        .where(col(CaseClock.promise) == PROMISES[stage], stopped_at >= since, stopped_at < until)
        .distinct()
    )
    hours = calendars.hours(session)
    found = defaultdict[int, set[int | None]](set)
    for client_id, target_s, calendar_id in session.execute(_of(statement, scope, among)):
        around = always_open(hours[calendar_id].weekly) and not hours[calendar_id].holidays
        found[client_id].add(target_s if around else None)
    return {client: next(iter(own)) if len(own) == 1 else None for client, own in found.items()}


def standing_at(session: Session, scope: Scope, among: Among = ALL, *, instants: tuple[datetime, ...]) -> Standing:
    """Return how many cases were open at each instant, the last being now; cancelled and merged ones never were."""
    now = instants[-1]
    lives = [life for _, life in _lives(session, scope, among, min(instants[0], now - REACH))]
    return Standing(tuple(standing(lives, instants)), projected(lives, now))


def open_at(session: Session, scope: Scope, among: Among = ALL, *, at: datetime) -> frozenset[int]:
    """Return the cases that `standing_at` counts at an instant, by number."""
    return frozenset(number for number, life in _lives(session, scope, among, at) if stood_open(life, at))


def _lives(session: Session, scope: Scope, among: Among, since: datetime) -> list[tuple[int, Life]]:
    """Return when each case that was not resolved before an instant was open, by its number."""
    columns = (col(Case.id), col(Case.opened_at), col(Case.resolved_at))
    parts = [_of(select(*columns).where(*half), scope, among) for half in _alive(since)]
    return [(number, Life(*row)) for number, *row in session.execute(union_all(*parts))]


def _alive(since: datetime) -> tuple[tuple[Any, ...], ...]:
    """Return the two halves of what was not resolved before an instant, each with an index of its own."""
    return (COUNTS, col(Case.resolved_at) >= since), (IS_OPEN,)


def _population(stage: str, rows: list[Timed], since: datetime, until: datetime) -> list[Timed]:
    return (pace.resolved_in if stage == "resolve" else pace.opened_in)(rows, since, until)


def _pace(stage: str, rows: list[Timed], since: datetime, until: datetime, now: datetime) -> Pace:
    """Return the pace of a window: of resolutions as it stood at its end, of what was opened in it as known now."""
    return pace.pace(_population(stage, rows, since, until), until if stage == "resolve" else now)


def _week(stage: str, rows: list[Timed], since: datetime, until: datetime, now: datetime) -> Pace:
    if stage == "resolve":
        return pace.pace_of_week(_population(stage, rows, since, until), since, until)
    return _pace(stage, rows, since, until, now)


def _of(statement: AnySelect, scope: Scope, among: Among) -> AnySelect:
    return among.narrow(within(statement, unsearched(col(Case.client_id)), scope))
