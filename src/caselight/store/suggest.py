"""What the one box and the forms propose: names to choose from, what was last used, what may be the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import (
    Calendar,
    Case,
    Client,
    Contract,
    Event,
    EventText,
    Service,
    Target,
    Team,
    User,
    UserClient,
)


class ClientRow(NamedTuple):
    """A client to choose."""

    id: int
    name: str
    industry: str
    zone: str


class TeamRow(NamedTuple):
    """A team to choose."""

    id: int
    name: str
    tier: int


class PersonRow(NamedTuple):
    """Somebody who can own a case of the client."""

    id: int
    name: str
    team_id: int | None


class Logged(NamedTuple):
    """What a new case was given last time."""

    client_id: int
    record_type: str
    channel: str | None


class Entry(NamedTuple):
    """One thing a person did to a case."""

    case_id: int
    seq: int
    version: int
    kind: str
    recorded_at: datetime
    client: str
    title: str
    note: str | None
    event_id: int


class Offer(NamedTuple):
    """What a contract promises for a case opened now."""

    promise: str
    target: timedelta
    hours: dict[str, Any] | None
    calendar: str | None


class Before(NamedTuple):
    """An earlier case that may be the same, or may show how such a case was solved."""

    number: int
    version: int
    title: str
    status: str
    priority: int
    tier: int | None
    owner: str | None
    root_cause: str | None
    opened_at: datetime
    resolved_at: datetime | None
    waiting_reason: str | None


def clients(session: Session, scope: Scope) -> list[ClientRow]:
    """Return the clients in scope by name."""
    statement = select(col(Client.id), col(Client.name), col(Client.industry), col(Client.zone)).order_by(
        col(Client.name)
    )
    return [ClientRow(*row) for row in session.execute(within(statement, col(Client.id), scope))]


def recent_clients(session: Session, scope: Scope, actor_id: int, *, limit: int = 3) -> list[int]:
    """Return the clients that a person worked for last, newest first."""
    newest = func.max(col(Event.id))
    statement = (
        select(col(Event.client_id), newest)
        .where(col(Event.actor_id) == actor_id, col(Event.case_id).is_not(None))
        .group_by(col(Event.client_id))
        .order_by(newest.desc())
        .limit(limit)
    )
    return [row[0] for row in session.execute(within(statement, col(Event.client_id), scope))]


def last_logged(session: Session, scope: Scope, actor_id: int) -> Logged | None:
    """Return what the case that a person logged last was given."""
    statement = (
        select(col(Case.client_id), col(Case.record_type), col(Case.channel))
        .join(Event, (col(Event.case_id) == col(Case.id)) & (col(Event.kind) == "case:logged"))
        .where(col(Event.actor_id) == actor_id)
        .order_by(col(Event.id).desc())
        .limit(1)
    )
    found = session.execute(within(statement, col(Case.client_id), scope)).first()
    return Logged(*found) if found else None


def last_entries(session: Session, scope: Scope, actor_id: int, *, limit: int = 5) -> list[Entry]:
    """Return what a person did last to cases, newest first."""
    statement = (
        select(
            col(Case.id),
            col(Event.seq),
            col(Case.version),
            col(Event.kind),
            col(Event.recorded_at),
            col(Client.name),
            col(Case.title),
            col(EventText.text),
            col(Event.id),
        )
        .join(Case, col(Case.id) == col(Event.case_id))
        .join(Client, col(Client.id) == col(Case.client_id))
        .join(EventText, (col(EventText.event_id) == col(Event.id)) & (col(EventText.field) == "note"), isouter=True)
        .where(col(Event.actor_id) == actor_id)
        .order_by(col(Event.id).desc())
        .limit(limit)
    )
    return [Entry(*row) for row in session.execute(within(statement, col(Event.client_id), scope))]


def teams(session: Session, scope: Scope) -> list[TeamRow]:  # noqa: ARG001 – teams serve every client
    """Return the teams, lowest tier first."""
    statement = select(col(Team.id), col(Team.name), col(Team.tier)).order_by(col(Team.tier), col(Team.id))
    return [TeamRow(*row) for row in session.execute(statement)]


def people(session: Session, scope: Scope, client_id: int) -> list[PersonRow]:
    """Return who may own a case of the client, by name; nobody where the client is another scope's."""
    if client_id not in scope:
        return []
    sees = select(col(UserClient.user_id)).where(col(UserClient.client_id) == client_id)
    statement = (
        select(col(User.id), col(User.name), col(User.team_id))
        .where(col(User.is_active), col(User.team_id).is_not(None))
        .where(or_(col(User.sees_all_clients), col(User.id).in_(sees)))
        .order_by(col(User.name))
    )
    return [PersonRow(*row) for row in session.execute(statement)]


def services(session: Session, scope: Scope, client_id: int) -> list[str]:
    """Return the names of a client's services."""
    statement = select(col(Service.name)).where(col(Service.client_id) == client_id).order_by(col(Service.name))
    return list(session.scalars(within(statement, col(Service.client_id), scope)))


def service_ids(session: Session, scope: Scope, client_id: int) -> dict[str, int]:
    """Return the ids of a client's services by name."""
    statement = select(col(Service.name), col(Service.id)).where(col(Service.client_id) == client_id)
    return {row.name: row.id for row in session.execute(within(statement, col(Service.client_id), scope))}


def promised(
    session: Session, scope: Scope, client_id: int, *, priority: int, at: datetime, record_type: str = ""
) -> list[Offer]:
    """Return what the client's contract in force at an instant promises at a priority, tightest first."""
    in_force = (
        select(col(Contract.id))
        .where(col(Contract.client_id) == client_id, col(Contract.valid_from) <= at)
        .order_by(col(Contract.valid_from).desc())
        .limit(1)
    )
    meant, later = aliased(Calendar), aliased(Calendar)
    newest = select(func.max(col(later.valid_from))).where(
        col(later.name) == col(meant.name), col(later.valid_from) <= at
    )
    version = (col(Calendar.name) == col(meant.name)) & (col(Calendar.valid_from) == newest.scalar_subquery())
    statement = (
        select(col(Target.promise), col(Target.minutes), col(Calendar.hours), col(Calendar.name))
        .join(Contract, col(Contract.id) == col(Target.contract_id))
        .join(meant, col(meant.id) == col(Target.calendar_id), isouter=True)
        .join(Calendar, version, isouter=True)
        .where(
            col(Contract.id) == within(in_force, col(Contract.client_id), scope).scalar_subquery(),
            col(Target.priority) == priority,
            col(Target.record_type).in_(("", record_type)),
        )
        .order_by(col(Target.record_type))
    )
    found = {row[0]: Offer(row[0], timedelta(minutes=row[1]), row[2], row[3]) for row in session.execute(statement)}
    return sorted(found.values(), key=lambda offer: offer.target)


def earlier(
    session: Session, scope: Scope, client_id: int, *, since: datetime, statuses: Sequence[str] = ()
) -> list[Before]:
    """Return the client's cases opened since an instant, newest first: what a new title is compared with."""
    statement = (
        select(
            col(Case.id),
            col(Case.version),
            col(Case.title),
            col(Case.status),
            col(Case.priority),
            col(Team.tier),
            col(User.name),
            col(Case.root_cause),
            col(Case.opened_at),
            col(Case.resolved_at),
            col(Case.waiting_reason),
        )
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .join(User, col(User.id) == col(Case.owner_id), isouter=True)
        .where(col(Case.client_id) == client_id, col(Case.opened_at) >= since)
        .order_by(col(Case.opened_at).desc())
    )
    if statuses:
        statement = statement.where(col(Case.status).in_(statuses))
    return [Before(*row) for row in session.execute(within(statement, col(Case.client_id), scope))]
