"""People as an admin looks at them: what they are here, and where they are signed in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.people import Role, Scope
from caselight.store.scoping import unsearched
from caselight.store.tables import Client, SignIn, Team, User, UserClient

NOT_PEOPLE = (Role.WALL, Role.SOURCE, Role.SYSTEM)


class Person(NamedTuple):
    """One account; `clients` are names, none where the person sees all."""

    id: int
    login: str
    name: str
    role: str
    team_id: int | None
    team: str | None
    sees_all: bool
    clients: tuple[str, ...]
    has_password: bool
    is_active: bool
    seen_at: datetime | None
    open_sessions: int


class Held(NamedTuple):
    """One session of a person that is open; its id is not what their browser holds."""

    id: str
    user_id: int
    name: str
    login: str
    role: str
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    address: str
    agent: str


def signed_in(session: Session, _scope: Scope, *, at: datetime, seen_since: datetime) -> list[Held]:
    """Return the sessions of people that are open at an instant and not idle, the latest seen first; one statement."""
    from_session = ("created_at", "last_seen_at", "ends_at", "address", "agent")
    statement = (
        select(
            col(SignIn.id),
            col(User.id),
            col(User.name),
            col(User.login),
            col(User.role),
            *(col(getattr(SignIn, name)) for name in from_session),
        )
        .join(User, col(User.id) == col(SignIn.user_id))
        .where(
            col(SignIn.revoked_at).is_(None),
            col(SignIn.ends_at) > at,
            col(SignIn.last_seen_at) > seen_since,
            col(User.is_active),
        )
        .order_by(col(SignIn.last_seen_at).desc(), col(SignIn.id))
    )
    return [Held(*row) for row in session.execute(statement)]


def people(session: Session, _scope: Scope, *, at: datetime) -> list[Person]:
    """Return every account of a person, those who may sign in first; three statements.

    Only an admin asks, who sees every client; sessions are open at an instant.
    """
    seen = _seen(session, at)
    sees = _clients(session)
    may_sign_in = col(User.is_active) & col(User.password_hash).is_not(None)
    statement = (
        select(User, col(Team.name))
        .join(Team, col(Team.id) == col(User.team_id), isouter=True)
        .where(col(User.role).not_in(NOT_PEOPLE))
        .order_by(may_sign_in.desc(), col(User.is_active).desc(), func.lower(col(User.name)), col(User.id))
    )
    return [
        Person(
            user.id or 0,
            user.login,
            user.name,
            user.role,
            user.team_id,
            team,
            user.sees_all_clients,
            sees.get(user.id or 0, ()),
            user.password_hash is not None,
            user.is_active,
            *seen.get(user.id or 0, (None, 0)),
        )
        for user, team in session.execute(statement)
    ]


def _seen(session: Session, at: datetime) -> dict[int, tuple[datetime, int]]:
    """Return of each person when a session of theirs was last used, and how many are open."""
    is_open = col(SignIn.revoked_at).is_(None) & (col(SignIn.ends_at) > at)
    statement = select(col(SignIn.user_id), func.max(col(SignIn.last_seen_at)), func.count().filter(is_open)).where(
        col(SignIn.user_id).is_not(None)
    )
    rows = session.execute(statement.group_by(col(SignIn.user_id)))
    return {number: (seen_at, n) for number, seen_at, n in rows}


def _clients(session: Session) -> dict[int, tuple[str, ...]]:
    """Return the names of the clients that each person sees."""
    names: dict[int, tuple[str, ...]] = {}
    statement = select(col(UserClient.user_id), col(Client.name)).join(
        Client, col(Client.id) == unsearched(col(UserClient.client_id))
    )
    for number, name in session.execute(statement.order_by(col(Client.name))):
        names[number] = (*names.get(number, ()), name)
    return names
