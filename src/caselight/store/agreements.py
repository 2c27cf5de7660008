"""What the admin pages show: clients, the versions of their contracts, and the versions of calendars."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import Calendar, Case, Client, Contract, Target


class ClientRow(NamedTuple):
    """A client as it is kept."""

    id: int
    name: str
    industry: str
    zone: str
    calendar_id: int | None
    calendar: str | None
    versions: int  # of its contract
    newest_from: datetime | None
    names_staff: bool  # to its own people


class VersionRow(NamedTuple):
    """One version of a contract."""

    id: int
    valid_from: datetime
    percent: int  # times 10
    waiting_pauses: bool
    retention_months: int
    contact: str
    contact_told: list[str]


class TargetRow(NamedTuple):
    """One target of a version."""

    promise: str
    priority: int
    minutes: int
    calendar_id: int | None
    record_type: str
    clause: str
    waiting_pauses: bool | None


class CalendarRow(NamedTuple):
    """One version of a calendar."""

    id: int
    name: str
    valid_from: datetime
    hours: dict[str, Any]


def clients(session: Session, scope: Scope) -> list[ClientRow]:
    """Return the clients in scope, each with how many versions its contract has."""
    versions = (
        select(col(Contract.client_id), func.count().label("n"), func.max(col(Contract.valid_from)).label("newest"))
        .group_by(col(Contract.client_id))
        .subquery()
    )
    statement = (
        select(
            col(Client.id),
            col(Client.name),
            col(Client.industry),
            col(Client.zone),
            col(Client.calendar_id),
            col(Calendar.name),
            func.coalesce(versions.c.n, 0),
            versions.c.newest,
            col(Client.names_staff),
        )
        .join(Calendar, col(Calendar.id) == col(Client.calendar_id), isouter=True)
        .join(versions, versions.c.client_id == col(Client.id), isouter=True)
        .order_by(col(Client.name))
    )
    return [ClientRow(*row) for row in session.execute(within(statement, col(Client.id), scope))]


def versions(session: Session, scope: Scope, client_id: int) -> list[VersionRow]:
    """Return the versions of a client's contract, newest first."""
    statement = (
        select(*(col(getattr(Contract, name)) for name in VersionRow._fields))
        .where(col(Contract.client_id) == client_id)
        .order_by(col(Contract.valid_from).desc())
    )
    return [VersionRow(*row) for row in session.execute(within(statement, col(Contract.client_id), scope))]


def targets(session: Session, scope: Scope, contract_id: int) -> list[TargetRow]:
    """Return what a version promises, by record type, promise and priority."""
    statement = (
        select(*(col(getattr(Target, name)) for name in TargetRow._fields))
        .join(Contract, col(Contract.id) == col(Target.contract_id))
        .where(col(Target.contract_id) == contract_id)
        .order_by(col(Target.record_type), col(Target.promise), col(Target.priority))
    )
    return [TargetRow(*row) for row in session.execute(within(statement, col(Contract.client_id), scope))]


def calendars(session: Session, _scope: Scope) -> list[CalendarRow]:
    """Return every version of every calendar, by name, newest first; clients share them, so they have no scope."""
    statement = select(col(Calendar.id), col(Calendar.name), col(Calendar.valid_from), col(Calendar.hours))
    newest_first = statement.order_by(col(Calendar.name), col(Calendar.valid_from).desc())
    return [CalendarRow(*row) for row in session.execute(newest_first)]


def open_cases(session: Session, scope: Scope, client_id: int) -> int:
    """Return how many open cases a client has: what a preview is measured against."""
    open_now = col(Case.status).in_(("new", "in progress", "waiting"))
    statement = select(func.count()).select_from(Case).where(col(Case.client_id) == client_id, open_now)
    return session.scalar(within(statement, col(Case.client_id), scope)) or 0
