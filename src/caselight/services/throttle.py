"""Too much is made slow, counted in the database for all processes.

Wrong sign-ins per person and per address; requests per key of a program.
"""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING
from caselight.store.engine import Store
from caselight.store.tables import Lockout

LIMITS = {"user": 5, "address": 30}  # tries before the first pause; a whole floor may share one address
LONGEST_PAUSE = 15  # minutes
FORGOTTEN_AFTER = timedelta(hours=1)
PER_SECOND, AT_ONCE = 50, 100  # requests of one program's key: for good, and in a burst
STEP = timedelta(seconds=1) / PER_SECOND


def attempt(store: Store, *, login: str, address: str, now: datetime) -> bool:
    """Count one try before it is made, and say whether it may be made; `succeeded` takes the count back.

    Counting first leaves nothing to win by trying many at once. A try during a pause is refused and not counted,
    so that nobody can keep another person out for ever.
    """
    keys = sorted((_user(login), _address(address)))

    def unit(session: Session) -> bool:
        session.execute(delete(Lockout).where(col(Lockout.last_at) < now - FORGOTTEN_AFTER))
        rows = [_row(session, key, now) for key in keys]
        if any(row.until is not None and row.until > now for row in rows):
            return False
        for row in rows:
            row.failures, row.last_at = row.failures + 1, now
            row.until = _pause(row, now)
        return True

    return store.transact(unit, EVERYTHING)


def succeeded(store: Store, *, login: str, address: str) -> None:
    """Take back the try that was right: the person begins anew, the address keeps its other tries."""

    def unit(session: Session) -> None:
        session.execute(delete(Lockout).where(col(Lockout.key) == _user(login)))
        row = session.get(Lockout, _address(address), with_for_update=True)
        if row is not None:
            row.failures -= 1
            row.until = row.until if row.failures >= LIMITS["address"] else None

    store.transact(unit, EVERYTHING)


def forgive(store: Store, *, login: str) -> None:
    """Forget a person's wrong tries: they have just chosen a new password."""
    store.transact(lambda session: session.execute(delete(Lockout).where(col(Lockout.key) == _user(login))), EVERYTHING)


def paced(store: Store, *, user_id: int, now: datetime) -> timedelta:
    """Count one request of a program; return how long it must wait, nothing when it may be served now.

    `until` is when all that was asked so far would be done at the lasting pace: one row and one short transaction,
    whichever process is asked. What is refused is not counted.
    """

    def unit(session: Session) -> timedelta:
        row = _row(session, f"source:{user_id}", now)
        done_at = max(row.until or now, now) + STEP
        wait = done_at - now - AT_ONCE * STEP
        if wait <= timedelta():
            row.until, row.last_at = done_at, now
        return max(wait, timedelta())

    return store.transact(unit, EVERYTHING)


def _pause(row: Lockout, now: datetime) -> datetime | None:
    """Return until when the next try must wait: 1, 2, 4, 8, then always 15 minutes."""
    over = row.failures - LIMITS[row.key.split(":")[0]]
    return now + timedelta(minutes=min(2**over, LONGEST_PAUSE)) if over >= 0 else None


def _row(session: Session, key: str, now: datetime) -> Lockout:
    """Return the row of a key, locked until the end of the transaction; two processes may make it at once."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(Lockout).values(key=key, failures=0, last_at=now).on_conflict_do_nothing())
    return session.scalars(select(Lockout).where(col(Lockout.key) == key).with_for_update()).one()


def _user(login: str) -> str:
    """Return the key of a user name: a digest, because people type passwords into the wrong field."""
    return f"user:{hashlib.sha256(login.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _address(address: str) -> str:
    """Return the key of an address; in IPv6 one customer has a whole /64."""
    try:
        known = ip_address(address)
    except ValueError:
        return f"address:{address[:64]}"
    return f"address:{ip_network((known, 64), strict=False) if isinstance(known, IPv6Address) else known}"
