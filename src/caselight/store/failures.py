"""The failures of a period and of the one before it: one statement, counted in every way the Failures page shows."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from caselight.core import bursts, tallies
from caselight.core.bursts import Burst
from caselight.core.people import Scope
from caselight.core.tallies import Bar, Failure, Pareto
from caselight.store.among import ALL, Among
from caselight.store.caselist import COUNTS, HAS_RESOLUTION_CLOCK, UNKNOWN, missed_at
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, CaseClock, Client, Service


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The failures of a period by everything they have in common."""

    n: int
    before: int
    bars: dict[str, list[Bar]]  # by part
    paretos: dict[str, Pareto]  # by weight
    week: tuple[tuple[int, ...], ...]
    bursts: list[Burst]


def counted(
    session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime, zone: ZoneInfo
) -> Counted:
    """Return the failures opened in [since, until), beside the period of the same length before it."""
    span = until - since
    rows = opened(session, scope, among, since=since - span, until=until)
    these, before = ([row for row in rows if (row.opened_at >= since) is later] for later in (True, False))
    return Counted(
        len(these),
        len(before),
        {
            part: tallies.bars((row.key(part) for row in these), (row.key(part) for row in before))
            for part in tallies.PARTS
        },
        {weight: tallies.pareto(these, weight, until) for weight in tallies.WEIGHTS},
        tallies.week(these, zone),
        bursts.bursts(these, before, span),
    )


def opened(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> list[Failure]:
    """Return the cases opened in [since, until), by `cases_opened`; a miss later than `until` is not yet one."""
    statement = (
        select(
            col(Case.id),
            col(Case.client_id),
            col(Case.service_id),
            col(Case.record_type),
            func.nullif(col(Case.root_cause), UNKNOWN),
            col(Case.opened_at),
            col(Case.resolved_at),
            missed_at,
        )
        .join(CaseClock, HAS_RESOLUTION_CLOCK, isouter=True)
        .where(and_(COUNTS, col(Case.opened_at) >= since, col(Case.opened_at) < until))
    )
    statement = among.narrow(statement)
    found = session.execute(within(statement, unsearched(col(Case.client_id)), scope))
    return [Failure._make([*facts, missed is not None and missed < until]) for *facts, missed in found]


def clients(session: Session, scope: Scope) -> dict[int, str]:
    """Return the names of the clients in scope, by id."""
    statement = within(select(col(Client.id), col(Client.name)), col(Client.id), scope)
    return {row[0]: row[1] for row in session.execute(statement)}


def services(session: Session, scope: Scope) -> dict[int, tuple[str, str]]:
    """Return name and client of every service in scope, by id."""
    statement = select(col(Service.id), col(Service.name), col(Client.name)).join(
        Client, col(Client.id) == col(Service.client_id)
    )
    found = session.execute(within(statement, col(Service.client_id), scope))
    return {row[0]: (row[1], row[2]) for row in found}
