"""Keys for programs that report to us: bound to one client, shown once, worthless the moment they are revoked."""

import re
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, Principal, Right, Role, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services.acts import tell
from caselight.services.sessions import digest
from caselight.store.engine import Store
from caselight.store.scoping import within
from caselight.store.tables import ApiKey, Client, User, UserClient

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]")
NOTED_EVERY = timedelta(minutes=1)
LOGIN = "source:"  # before the name: no person's user name holds a colon
PREFIX = "caselight_"  # so that a key found in a log or a repository is known for what it is


class Key(NamedTuple):
    """A key as a list shows it; its last use is known to the minute."""

    name: str
    client: str
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None = None
    created_by: str | None = None


def make(store: Store, name: str, *, client: str, actor: Principal, now: datetime) -> str:
    """Make a key for a source that reports one client's cases, and return it; it is not to be had again.

    The name is what the source's cases carry; a new key of an old name goes on where the old one stopped.
    """
    _check_right(actor)
    if not NAME.fullmatch(name):
        sentence = "Name the source in 2 to 40 small letters, digits, dots or dashes, such as uptime-north."
        raise Refusal(sentence, fields={"name": sentence})
    token = PREFIX + secrets.token_urlsafe(32)

    def unit(session: Session) -> str:
        client_id = session.scalar(select(col(Client.id)).where(col(Client.name) == client))
        if client_id is None:
            raise Refusal(f"There is no client called {client}.", fields={"client": "Choose a client."})
        user = _source(session, name, client_id)
        key = ApiKey(
            user_id=user.id or 0,
            client_id=client_id,
            key_hash=digest(token),
            created_by=actor.user_id,
            created_at=now,
        )
        session.add(key)
        session.flush()
        tell(session, f"user:{user.id}", "key:made", actor, now, {"key": key.id}, client_id=client_id)
        return token

    return store.transact(unit, actor.scope)


def revoke(store: Store, name: str, *, actor: Principal, now: datetime) -> int:
    """Revoke every key of a source and return how many were open."""
    _check_right(actor)

    def unit(session: Session) -> int:
        user = session.scalars(select(User).where(col(User.login) == LOGIN + name)).one_or_none()
        if user is None:
            raise NotFound(f"There is no key named {name}.")
        is_open = col(ApiKey.user_id) == user.id, col(ApiKey.revoked_at).is_(None)
        keys = list(session.scalars(select(ApiKey).where(*is_open)))
        session.execute(update(ApiKey).where(*is_open).values(revoked_at=now))
        for key in keys:
            tell(session, f"user:{key.user_id}", "key:revoked", actor, now, {"key": key.id}, client_id=key.client_id)
        return len(keys)

    return store.transact(unit, actor.scope)


def every(session: Session, scope: Scope) -> list[Key]:
    """Return every key in scope there is or was, the newest first; one statement."""
    maker = aliased(User)
    statement = (
        select(
            col(User.name),
            col(Client.name),
            col(ApiKey.created_at),
            col(ApiKey.revoked_at),
            col(ApiKey.last_used_at),
            col(maker.name),
        )
        .select_from(ApiKey)
        .join(User, col(User.id) == col(ApiKey.user_id))
        .join(Client, col(Client.id) == col(ApiKey.client_id))
        .join(maker, col(maker.id) == col(ApiKey.created_by), isouter=True)
        .order_by(col(ApiKey.id).desc())
    )
    return [Key(*row) for row in session.execute(within(statement, col(ApiKey.client_id), scope))]


def used(store: Store, key: str, *, now: datetime) -> Principal | None:
    """Return the source that holds a key, and note its use, at most once a minute and without an event."""
    who = holder(store, key)
    if who is not None:
        stale = col(ApiKey.last_used_at).is_(None) | (col(ApiKey.last_used_at) <= now - NOTED_EVERY)
        held = col(ApiKey.key_hash) == digest(key)
        with store.reading(EVERYTHING) as session:
            is_due = session.scalar(select(col(ApiKey.id)).where(held, stale)) is not None
        if is_due:
            noted = update(ApiKey).where(held, stale).values(last_used_at=now)
            store.transact(lambda session: session.execute(noted), EVERYTHING)
    return who


def holder(store: Store, key: str) -> Principal | None:
    """Return the source that holds a key; None when there is none or it was revoked."""
    statement = (
        select(User, col(ApiKey.client_id))
        .join(ApiKey, col(ApiKey.user_id) == col(User.id))
        .where(col(ApiKey.key_hash) == digest(key), col(ApiKey.revoked_at).is_(None), col(User.is_active))
    )
    with store.reading(EVERYTHING) as session:
        found = session.execute(statement).one_or_none()
        return Principal(found[0].id, found[0].name, Role.SOURCE, Scope(frozenset({found[1]}))) if found else None


def _source(session: Session, name: str, client_id: int) -> User:
    """Return the user a source acts as, made when it is new; a name belongs to one client for good."""
    user = session.scalars(select(User).where(col(User.login) == LOGIN + name)).one_or_none()
    if user is None:
        user = User(login=LOGIN + name, name=name, role=Role.SOURCE)
        session.add(user)
        session.flush()
        session.add(UserClient(user_id=user.id or 0, client_id=client_id))
        return user
    if session.get(UserClient, (user.id, client_id)) is None:
        sentence = f"{name} reports for another client. Choose another name."
        raise Refusal(sentence, fields={"name": sentence})
    return user


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may make or revoke keys. Ask your Caselight administrator.")
