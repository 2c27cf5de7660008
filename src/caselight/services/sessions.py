"""Who is signed in: the row decides, never the cookie, and it can be revoked at any moment."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, Principal, Role, Scope
from caselight.store import here
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.tables import Client, SignIn, User, UserClient, WallLink
from caselight.store.version import DataVersion, Versioned

COOKIE = "caselight_session"
IDLE = timedelta(minutes=60)  # without an action of the person; a wall has no such end
LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What a session's row says; whether it is still good depends on the time and is asked of it each time."""

    principal: Principal
    last_seen_at: datetime
    ends_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Say whether its absolute end has passed."""
        return now >= self.ends_at

    def is_idle(self, now: datetime) -> bool:
        """Say whether its person did nothing for too long."""
        return self.principal.role is not Role.WALL and now - self.last_seen_at >= IDLE


class People:
    """Who holds which token, kept while the data stays the same: asking again costs no statement."""

    def __init__(self, version: DataVersion) -> None:
        self._store = version.store
        self._known: Versioned[str, Known | None] = Versioned(version, self._find)

    def get(self, token: str, now: datetime) -> Principal | None:
        """Return who holds the token now; None when nobody, revoked, idle or over."""
        if not token:
            return None
        session_id = digest(token)
        known = self._known.get(session_id)
        if known and known.is_idle(now):  # touching writes no event, so what is kept may be behind
            self._known.forget(session_id)
            known = self._known.get(session_id)
        return _good(known, now)

    def _find(self, session_id: str) -> Known | None:
        with self._store.reading(EVERYTHING) as session:
            return find(session, session_id)


@cache
def people() -> People:
    """Return this process's one cache of who is signed in."""
    return People(here.version())


def start(
    store: Store,
    user_id: int,
    *,
    now: datetime,
    address: str = "",
    agent: str = "",
    replaces: str = "",
    way: str = "password",
) -> str:
    """Open a session for a person and return its token, ending the one this browser held before."""
    token = secrets.token_urlsafe(32)
    row = _row(token, now, now + LONGEST, address, agent) | {"user_id": user_id}

    def unit(session: Session) -> None:
        _end(session, col(SignIn.id) == digest(replaces), now)
        session.add(SignIn(**row))
        append_next(session, f"user:{user_id}", _fact("user:signed_in", now, user_id, session=row["id"], way=way))

    store.transact(unit, EVERYTHING)
    return token


def start_wall(store: Store, link_id: int, *, now: datetime, address: str = "", agent: str = "", replaces: str) -> str:
    """Open a wall's session, which lasts as long as its link, and return its token."""
    token = secrets.token_urlsafe(32)

    def unit(session: Session) -> None:
        _end(session, col(SignIn.id) == digest(replaces), now)
        link = session.get_one(WallLink, link_id)
        session.add(SignIn(**_row(token, now, link.ends_at, address, agent), wall_link_id=link_id))
        append_next(session, f"wall:{link_id}", _fact("wall:opened", now, None, session=digest(token)))

    store.transact(unit, EVERYTHING)
    return token


def who(store: Store, token: str, *, now: datetime) -> Principal | None:
    """Return who holds the token, asked of the database itself: what every write goes by."""
    with store.reading(EVERYTHING) as session:
        return principal(session, token, now)


def principal(session: Session, token: str, now: datetime) -> Principal | None:
    """Return who holds the token; None when nobody, revoked, idle for 60 min or past its end."""
    return _good(find(session, digest(token)), now) if token else None


def touch(store: Store, token: str, *, now: datetime) -> None:
    """Note that the person did something, at most once a minute and without moving the data version."""
    still_good = (
        (col(SignIn.id) == digest(token))
        & col(SignIn.revoked_at).is_(None)
        & (col(SignIn.last_seen_at) > now - IDLE)
        & (col(SignIn.ends_at) > now)
    )
    with store.reading(EVERYTHING) as session:
        seen = session.scalar(select(col(SignIn.last_seen_at)).where(still_good))
    if seen is not None and now - seen >= TOUCH_EVERY:
        store.transact(
            lambda session: session.execute(update(SignIn).where(still_good).values(last_seen_at=now)), EVERYTHING
        )


def end(store: Store, token: str, *, now: datetime) -> None:
    """Revoke the session of this token; nothing happens when it is not open."""
    store.transact(lambda session: _end(session, col(SignIn.id) == digest(token), now), EVERYTHING)


def end_all(session: Session, user_id: int, *, now: datetime) -> int:
    """Revoke every open session of a person within the caller's transaction, whose event says so; return how many."""
    return _revoke(session, col(SignIn.user_id) == user_id, now)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def find(session: Session, session_id: str) -> Known | None:
    """Return what the row of a session says, unless it was revoked or its person or link may not enter any more."""
    row = session.execute(
        select(SignIn, User, WallLink)
        .join(User, col(User.id) == col(SignIn.user_id), isouter=True)
        .join(WallLink, col(WallLink.id) == col(SignIn.wall_link_id), isouter=True)
        .where(col(SignIn.id) == session_id, col(SignIn.revoked_at).is_(None))
    ).one_or_none()
    if row is None:
        return None
    held, user, link = row
    if user is not None and user.is_active:
        return Known(_person(session, user, session_id), held.last_seen_at, held.ends_at)
    if link is not None and link.revoked_at is None:
        return Known(_wall(link, session_id), held.last_seen_at, min(held.ends_at, link.ends_at))
    return None


def _good(known: Known | None, now: datetime) -> Principal | None:
    return None if known is None or known.is_over(now) or known.is_idle(now) else known.principal


def _person(session: Session, user: User, session_id: str) -> Principal:
    clients = None
    if not user.sees_all_clients:
        mine = select(col(UserClient.client_id)).where(col(UserClient.user_id) == user.id)
        clients = frozenset(session.scalars(mine))
    told = user.role == Role.CLIENT and _is_told_names(session, clients)
    return Principal(user.id, user.name, Role(user.role), Scope(clients), session_id, user.team_id, told)


def _is_told_names(session: Session, clients: frozenset[int] | None) -> bool:
    """Say whether the contract of a client viewer's one client lets them know the names of our staff."""
    says = select(col(Client.names_staff)).where(col(Client.id).in_(clients or ()))
    return list(session.scalars(says)) == [True]


def _wall(link: WallLink, session_id: str) -> Principal:
    clients = None if link.clients is None else frozenset(link.clients)
    return Principal(None, link.name, Role.WALL, Scope(clients), session_id)


def _row(token: str, now: datetime, ends_at: datetime, address: str, agent: str) -> dict[str, Any]:
    return {
        "id": digest(token),
        "created_at": now,
        "last_seen_at": now,
        "ends_at": ends_at,
        "address": address[:64],
        "agent": agent[:200],
    }


def _end(session: Session, which: Any, now: datetime) -> None:  # noqa: ANN401 – a condition
    """Revoke one open session and write who left."""
    held = session.scalars(select(SignIn).where(which, col(SignIn.revoked_at).is_(None))).one_or_none()
    if held is None or not _revoke(session, which, now):
        return
    subject, kind = (f"user:{held.user_id}", "user") if held.user_id else (f"wall:{held.wall_link_id}", "wall")
    append_next(session, subject, _fact(f"{kind}:signed_out", now, held.user_id, session=held.id))


def _revoke(session: Session, which: Any, now: datetime) -> int:  # noqa: ANN401 – a condition
    done = session.execute(update(SignIn).where(which, col(SignIn.revoked_at).is_(None)).values(revoked_at=now))
    return done.rowcount if isinstance(done, CursorResult) else 0


def _fact(kind: str, now: datetime, actor_id: int | None, **body: Any) -> Fact:  # noqa: ANN401 – JSON
    return Fact(kind=kind, at=now, recorded_at=now, actor_id=actor_id, body=body)
