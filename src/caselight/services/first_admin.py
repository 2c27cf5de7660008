"""The first run: no default password, but a link in the server's log that makes the first admin, once."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, SYSTEM, Role
from caselight.core.refusal import Refusal
from caselight.services import accounts
from caselight.services.accounts import Account, Place
from caselight.services.sessions import digest
from caselight.store.engine import Store
from caselight.store.tables import OneTimeToken, User

PURPOSE = "first admin"
GOOD_FOR = timedelta(minutes=15)


def is_owed(session: Session) -> bool:
    """Say whether nobody can sign in yet."""
    able = (col(User.password_hash).is_not(None), col(User.is_active))
    return not session.scalar(select(func.count()).select_from(User).where(*able))


def invite(store: Store, *, now: datetime) -> str | None:
    """Return a token that makes the first admin within 15 minutes, replacing any before; None when there is one."""
    token = secrets.token_urlsafe(32)

    def unit(session: Session) -> str | None:
        session.execute(delete(OneTimeToken).where(col(OneTimeToken.purpose) == PURPOSE))
        if not is_owed(session):
            return None
        session.add(OneTimeToken(id=digest(token), purpose=PURPOSE, created_at=now, ends_at=now + GOOD_FOR))
        return token

    return store.transact(unit, EVERYTHING)


def set_up(store: Store, token: str, *, login: str, name: str, password_hash: str, now: datetime) -> int:
    """Make the first admin and return the id; the token works once."""
    account = Account(login=login, name=name, place=Place(Role.ADMIN, clients=None), password_hash=password_hash)

    def unit(session: Session) -> int:
        used = session.execute(
            update(OneTimeToken)
            .where(
                col(OneTimeToken.id) == digest(token),
                col(OneTimeToken.purpose) == PURPOSE,
                col(OneTimeToken.used_at).is_(None),
                col(OneTimeToken.ends_at) > now,
            )
            .values(used_at=now)
            .returning(col(OneTimeToken.id))
        ).all()
        if not used or not is_owed(session):
            sentence = "The set-up link is used or too old. Restart Caselight and take the new link from its log."
            raise Refusal(sentence, fields={"token": sentence})
        return accounts.add(session, account, actor=SYSTEM, now=now)

    return store.transact(unit, EVERYTHING)
