"""A link by which a person chooses a password, once: an invitation, or help for who forgot theirs."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, Principal, Right, Role, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import accounts, throttle
from caselight.services.acts import tell
from caselight.services.sessions import digest
from caselight.store.engine import Store
from caselight.store.tables import OneTimeToken, User

PURPOSE = "password"
GOOD_FOR = timedelta(hours=24)
TOO_OLD = "This link is used or too old. Ask your Caselight administrator for a new one."


@dataclass(frozen=True, slots=True)
class Made:
    """A new link: its token is shown now and never again."""

    token: str
    ends_at: datetime

    @property
    def path(self) -> str:
        """Return the address to open, without the host."""
        return f"/auth/password?token={self.token}"


def make(store: Store, user_id: int, *, actor: Principal, now: datetime) -> Made:
    """Make a link for a person, good for a day, in the place of any before; it changes nothing until it is used."""
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may make a link for a password. Ask your Caselight administrator.")
    made = Made(secrets.token_urlsafe(32), now + GOOD_FOR)

    def unit(session: Session) -> None:
        user = session.get(User, user_id)
        if user is None or user.role not in accounts.PEOPLE:
            raise NotFound("No such account. Reload the page.")
        if not user.is_active:
            raise Refusal(f"The account of {user.name} is closed. Open it again first.")
        session.execute(delete(OneTimeToken).where(col(OneTimeToken.user_id) == user_id))
        session.add(
            OneTimeToken(id=digest(made.token), purpose=PURPOSE, user_id=user_id, created_at=now, ends_at=made.ends_at)
        )
        tell(session, f"user:{user_id}", "user:password_link_made", actor, now, {})

    store.transact(unit, actor.scope)
    return made


def login_of(store: Store, token: str, *, now: datetime) -> str:
    """Return whose password the link sets, by user name; refuse one that is used, too old or made up."""
    with store.reading(EVERYTHING) as session:
        statement = select(col(User.login)).join(OneTimeToken, col(OneTimeToken.user_id) == col(User.id))
        found = session.scalars(statement.where(*_is_good(token, now), col(User.is_active))).one_or_none()
    if found is None:
        raise Refusal(TOO_OLD, fields={"token": TOO_OLD})
    return found


def use(store: Store, token: str, password_hash: str, *, now: datetime) -> int:
    """Set the password, end every session the person had, and return their id; the link works once."""

    def unit(session: Session) -> tuple[int, str]:
        used = update(OneTimeToken).where(*_is_good(token, now)).values(used_at=now)
        user_id = session.scalars(used.returning(col(OneTimeToken.user_id))).one_or_none()
        user = session.get(User, user_id) if user_id else None
        if user is None or not user.is_active:
            raise Refusal(TOO_OLD, fields={"token": TOO_OLD})
        self = Principal(user.id, user.name, Role(user.role), Scope(frozenset()))
        accounts.replace_password(session, user.id or 0, password_hash, actor=self, now=now)
        return user.id or 0, user.login

    user_id, login = store.transact(unit, EVERYTHING)
    throttle.forgive(store, login=login)
    return user_id


def _is_good(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(OneTimeToken.id) == digest(token),
        col(OneTimeToken.purpose) == PURPOSE,
        col(OneTimeToken.used_at).is_(None),
        col(OneTimeToken.ends_at) > now,
    )
