"""The audit trail: who did what, newest first; by `events_at`, or by the chain of one subject."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Client, Event, User, UserClient

SYSTEM = 0  # stands for the system among the ids of people
MANY = 1000  # rows fetched at once


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: written in [since, until), about some kinds of subject, by one person; or all of one subject."""

    since: datetime
    until: datetime
    about: tuple[str, ...] = ()
    actor_id: int | None = None
    subject: str = ""


class Entry(NamedTuple):
    """One event of the trail, with the names of who did it and whose it is."""

    id: int
    subject: str
    seq: int
    kind: str
    client: str | None
    actor: str | None
    at: datetime
    recorded_at: datetime
    body: dict[str, Any]
    prev: str
    hash: str


def total(session: Session, scope: Scope, wanted: Wanted) -> int:
    """Return how many events there are."""
    return session.scalar(_narrowed(select(func.count()).select_from(Event), scope, wanted)) or 0


def page(session: Session, scope: Scope, wanted: Wanted, *, page: int, size: int) -> list[Entry]:
    """Return one page of them, newest first."""
    some = _narrowed(_rows(), scope, wanted).limit(size).offset((page - 1) * size)
    return [Entry(*row) for row in session.execute(some.order_by(col(Event.at).desc(), col(Event.id).desc()))]


def every(session: Session, scope: Scope, wanted: Wanted) -> Iterator[Entry]:
    """Yield all of them in the order in which they were written, some at a time."""
    in_order = _narrowed(_rows(), scope, wanted).order_by(col(Event.at), col(Event.id))
    rows = session.execute(in_order, execution_options={"yield_per": MANY})
    return (Entry(*row) for row in rows)


def people(session: Session, scope: Scope) -> dict[int, str]:
    """Return who may have done something for the clients in scope: names by id, by the alphabet."""
    statement = select(col(User.id), col(User.name)).order_by(col(User.name), col(User.id))
    if scope.clients is not None:
        mine = select(col(UserClient.user_id)).where(col(UserClient.client_id).in_(sorted(scope.clients)))
        statement = statement.where(or_(col(User.sees_all_clients), col(User.id).in_(mine)))
    return {number: name for number, name in session.execute(statement) if number}


def _rows() -> Select[*tuple[Any, ...]]:
    own = (col(getattr(Event, name)) for name in ("id", "subject", "seq", "kind"))
    rest = (col(getattr(Event, name)) for name in ("at", "recorded_at", "body", "prev", "hash"))
    return (
        select(*own, col(Client.name), col(User.name), *rest)
        .select_from(Event)
        .join(Client, col(Client.id) == col(Event.client_id), isouter=True)
        .join(User, col(User.id) == col(Event.actor_id), isouter=True)
    )


def _narrowed(statement: Any, scope: Scope, wanted: Wanted) -> Any:  # noqa: ANN401 – a select of any columns
    """Narrow to what was asked for; what is of no client is seen by those alone who see all."""
    if wanted.subject:
        statement = statement.where(col(Event.subject) == wanted.subject)
    else:
        statement = statement.where(col(Event.at) >= wanted.since, col(Event.at) < wanted.until)
    if wanted.about:
        statement = statement.where(or_(*map(_is_about, wanted.about)))
    if wanted.actor_id is not None:
        actor = unsearched(col(Event.actor_id))
        statement = statement.where(actor == wanted.actor_id if wanted.actor_id else actor.is_(None))
    return within(statement, unsearched(col(Event.client_id)), scope)


def _is_about(kind: str) -> Any:  # noqa: ANN401 – a condition
    subject = col(Event.subject)
    return or_(subject == kind, subject.startswith(f"{kind}:", autoescape=True))
