"""What a wall shows: one snapshot, read when the data changed, and the eight weeks it is held against."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, func, or_, select
from sqlmodel import Session, col

from caselight.core.board import DAY, Life, Promised, midnight, month_began
from caselight.core.lateness import OpenCase
from caselight.core.people import Scope
from caselight.core.promises import Promise
from caselight.store import board, overview
from caselight.store.caselist import (
    COUNTS,
    HAS_RESOLUTION_CLOCK,
    AnySelect,
    decided_since,
    due_at,
    missed_at,
    stopped_at,
)
from caselight.store.interruptions import DownNow, down_now
from caselight.store.overview import Agreed
from caselight.store.scoping import built_once, unsearched, within
from caselight.store.tables import Case, CaseClock, Heartbeat

BEFORE = timedelta(weeks=8, days=1)
CLEAR_WITHIN = timedelta(days=7)
client = col(CaseClock.client_id)
BY_CLIENT = unsearched(client)
IS_SETTLED = or_(stopped_at.is_not(None), col(CaseClock.first_missed_at).is_not(None))
PROMISED = (client, due_at, stopped_at, col(CaseClock.first_missed_at))


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what is worked out from one is kept by it
class Snapshot:
    """Everything on the wall that changes with the data; what changes with time alone is worked out from it."""

    cases: tuple[OpenCase, ...]
    lives: tuple[Life, ...]  # of the cases open at some moment of the last day
    agreed: tuple[Agreed, ...]
    settled: tuple[tuple[int, int, int], ...]  # client, met, missed: this month's promises already decided
    running: tuple[Promised, ...]
    due_today: tuple[Promised, ...]
    late_until: datetime | None  # when the last late promise stopped
    down: tuple[DownNow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The eight weeks before today."""

    lives: tuple[Life, ...]
    missed: tuple[datetime, ...]


def snapshot(session: Session, scope: Scope, *, hour: datetime, zone: ZoneInfo) -> Snapshot:
    """Read the wall as it has been since `hour` began: the full hour before now, so that a cache can keep it."""
    agreed = tuple(overview.agreed(session, scope, at=hour))
    return Snapshot(
        cases=tuple(board.open_cases(session, scope)),
        lives=tuple(lives(session, scope, since=hour - DAY)),
        agreed=agreed,
        settled=tuple(settled(session, scope, agreed, hour=hour)),
        running=tuple(running(session, scope)),
        due_today=tuple(due_today(session, scope, hour=hour, zone=zone)),
        late_until=late_until(session, scope, since=hour - CLEAR_WITHIN),
        down=tuple(down_now(session, scope)),
    )


def past(session: Session, scope: Scope, *, hour: datetime) -> Past:
    """Read what the wall's usual is worked out from."""
    since = hour - BEFORE
    return Past(tuple(lives(session, scope, since=since)), tuple(misses(session, scope, since=since)))


def lives(session: Session, scope: Scope, *, since: datetime) -> list[Life]:
    """Return the cases opened, resolved or open since an instant."""
    return [Life(*row) for row in session.execute(_lives(scope, since))]


def misses(session: Session, scope: Scope, *, since: datetime) -> list[datetime]:
    """Return when resolution promises were missed since an instant, those still running left out."""
    statement = _counting(missed_at, on=decided_since(since)).where(IS_SETTLED, missed_at >= since)
    return list(session.scalars(within(statement, BY_CLIENT, scope)))


def settled(session: Session, scope: Scope, agreed: Iterable[Agreed], *, hour: datetime) -> list[tuple[int, int, int]]:
    """Return per client the promises met and missed in its contract month, those still running left out."""
    months = tuple((each.client_id, month_began(hour, ZoneInfo(each.zone))) for each in agreed)
    return [(row[0], row[1], row[2]) for row in session.execute(_settled(scope, months))] if months else []


def running(session: Session, scope: Scope) -> list[Promised]:
    """Return the resolution clocks that run and have not been missed on record, by the index `clocks_stopped`."""
    found = session.execute(_running(scope))
    return [Promised(*row) for row in found if row.due_at]  # asked of SQLite, it would walk the index of due instants


def due_today(session: Session, scope: Scope, *, hour: datetime, zone: tzinfo) -> list[Promised]:
    """Return the resolution clocks that fall due today, by the index `clocks_due`."""
    began = midnight(hour, zone)
    return [Promised(*row) for row in session.execute(_due(scope, began, midnight(began + DAY * 1.5, zone)))]


def late_until(session: Session, scope: Scope, *, since: datetime) -> datetime | None:
    """Return when a late promise last stopped, of any kind, since an instant, by the index `clocks_stopped`."""
    found: datetime | None = session.scalar(_late_until(scope, since))
    return found


def heartbeat(session: Session, _scope: Scope, name: str) -> datetime | None:
    """Return when a background part last ran; None before it ever did."""
    return session.scalar(select(col(Heartbeat.at)).where(col(Heartbeat.name) == name))


@built_once
def _lives(scope: Scope, since: datetime) -> CompoundSelect[datetime, datetime | None]:
    return overview.alive(scope, since=since)


@built_once
def _settled(scope: Scope, months: tuple[tuple[int, datetime], ...]) -> AnySelect:
    since = case(dict(months), value=client)
    first = min(began for _, began in months)
    met, missed = and_(missed_at.is_(None), stopped_at >= since), missed_at >= since
    statement = _counting(BY_CLIENT, _count(met), _count(missed), on=decided_since(first))
    return within(statement.where(IS_SETTLED).group_by(BY_CLIENT), BY_CLIENT, scope)


@built_once
def _running(scope: Scope) -> AnySelect:
    statement = _counting(*PROMISED).where(stopped_at.is_(None), col(CaseClock.first_missed_at).is_(None))
    return within(statement, BY_CLIENT, scope)


@built_once
def _due(scope: Scope, since: datetime, until: datetime) -> AnySelect:
    return within(_counting(*PROMISED).where(due_at >= since, due_at < until), BY_CLIENT, scope)


@built_once
def _late_until(scope: Scope, since: datetime) -> AnySelect:
    ended_late = and_(col(CaseClock.promise).in_(tuple(Promise)), stopped_at >= since, stopped_at > due_at)
    return within(select(func.max(stopped_at)).where(ended_late), BY_CLIENT, scope)


def _counting(*columns: Any, on: ColumnElement[bool] = HAS_RESOLUTION_CLOCK) -> AnySelect:  # noqa: ANN401 – columns
    return select(*columns).select_from(CaseClock).join(Case, on).where(COUNTS)


def _count(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, 1), else_=0)), 0)
