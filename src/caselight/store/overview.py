"""The figures of a period that the Overview shows, and what they are held against."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, func, inspect, literal, select, union_all
from sqlmodel import Session, col

from caselight.core import board
from caselight.core.board import Life, Speed
from caselight.core.lifecycle import OPEN
from caselight.core.people import Scope
from caselight.store import caselist
from caselight.store.among import ALL, Among
from caselight.store.caselist import AnySelect
from caselight.store.scoping import IS_OPEN, built_once, unsearched, within
from caselight.store.tables import Case, CaseClock, Client, Contract, Event

INSTANT = inspect(Case).columns["opened_at"].type


class Kept(NamedTuple):
    """How one client's resolution promises came out."""

    client_id: int
    met: int
    missed: int


class Agreed(NamedTuple):
    """The share of promises a client's contract wants met, in per mille."""

    client_id: int
    client: str
    zone: str
    per_mille: int


def speed(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> Speed:
    """Return how fast cases were resolved in [since, until), those open at its end counted at their age."""
    return board.speed(lives(session, scope, among, since=since, until=until), until)


def lives(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> list[Life]:
    """Return the cases resolved in [since, until) and those not yet resolved at its end, as they stood then."""
    return [
        Life(opened_at, resolved_at if resolved_at and resolved_at < until else None)
        for opened_at, resolved_at in session.execute(alive(scope, among, since=since))
        if opened_at < until
    ]


def alive(scope: Scope, among: Among = ALL, *, since: datetime) -> CompoundSelect[datetime, datetime | None]:
    """Select the cases resolved since an instant by `cases_resolved`, and those open by `cases_open`."""
    opened, resolved = col(Case.opened_at), col(Case.resolved_at)
    halves = ((caselist.COUNTS, resolved >= since), (IS_OPEN,))
    return union_all(*(_of(select(opened, resolved).where(*half), scope, among) for half in halves))


def promises_kept(
    session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime
) -> list[Kept]:
    """Return per client how many resolution promises were met and missed in [since, until)."""
    client = unsearched(col(Case.client_id))
    met, missed = (_count(kind(since, until)) for kind in (caselist.met_between, caselist.missed_between))
    statement = (
        select(client, met, missed)
        .select_from(Case)
        .join(CaseClock, caselist.decided_since(since))
        .where(caselist.decided_between(since, until))
        .group_by(client)
    )
    return [Kept(*row) for row in session.execute(_of(statement, scope, among))]


def agreed(session: Session, scope: Scope, *, at: datetime) -> list[Agreed]:
    """Return what each client's contract in force at an instant asks for; clients without one are left out."""
    return [Agreed(*row) for row in session.execute(_agreed(scope, at))]


@built_once
def _agreed(scope: Scope, at: datetime) -> AnySelect:
    newest = (
        select(col(Contract.client_id), func.max(col(Contract.valid_from)).label("valid_from"))
        .where(col(Contract.valid_from) <= at)
        .group_by(col(Contract.client_id))
        .subquery()
    )
    in_force = and_(col(Contract.client_id) == newest.c.client_id, col(Contract.valid_from) == newest.c.valid_from)
    statement = (
        select(col(Client.id), col(Client.name), col(Client.zone), col(Contract.percent))
        .join(Contract, col(Contract.client_id) == col(Client.id))
        .join(newest, in_force)
        .order_by(col(Client.name))
    )
    return within(statement, col(Client.id), scope)


def opened_per_day(
    session: Session, scope: Scope, among: Among = ALL, *, days: Sequence[tuple[datetime, datetime]]
) -> list[int]:
    """Return how many cases were opened in each [start, end), by index `cases_opened`."""
    if not days:
        return []
    rows = [
        select(literal(i).label("i"), literal(start, INSTANT).label("start"), literal(end, INSTANT).label("end"))
        for i, (start, end) in enumerate(days)
    ]
    day = union_all(*rows).cte("day")
    opened = and_(caselist.COUNTS, col(Case.opened_at) >= day.c.start, col(Case.opened_at) < day.c.end)
    statement = select(day.c.i, func.count()).select_from(day).join(Case, opened).group_by(day.c.i)
    counts = {row[0]: row[1] for row in session.execute(_of(statement, scope, among))}
    return [counts.get(i, 0) for i in range(len(days))]


def opened_at(session: Session, scope: Scope, among: Among = ALL, *, since: datetime) -> list[datetime]:
    """Return when each case opened since an instant was opened, by index `cases_opened`."""
    statement = select(col(Case.opened_at)).where(caselist.COUNTS, col(Case.opened_at) >= since)
    return list(session.scalars(_of(statement, scope, among)))


def open_at(session: Session, scope: Scope, among: Among = ALL, *, at: datetime) -> int:
    """Return how many cases were open at an instant not long ago.

    What is open now, put back by what happened since: the first event after the instant follows the state at it.
    """
    case_id = unsearched(col(Event.case_id))  # by the index `events_at`
    moved = (
        select(case_id.label("case_id"), func.min(col(Event.seq)).label("seq"))
        .where(col(Event.at) > at, case_id.is_not(None))
        .group_by(case_id)
        .subquery()
    )
    was_open = and_(col(Event.case_id) == moved.c.case_id, col(Event.seq) == moved.c.seq - 1)
    then = (
        select(_count(col(Event.status).in_(OPEN)), _count(col(Case.status).in_(OPEN)))
        .select_from(moved)
        .join(Case, col(Case.id) == moved.c.case_id)
        .join(Event, was_open, isouter=True)
    )
    now = select(func.count()).select_from(Case).where(IS_OPEN)
    before, after = session.execute(_of(then, scope, among)).one()
    return int(session.execute(_of(now, scope, among)).scalar_one() + before - after)


def _of(statement: AnySelect, scope: Scope, among: Among) -> AnySelect:
    return among.narrow(within(statement, unsearched(col(Case.client_id)), scope))


def _count(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, 1), else_=0)), 0)
