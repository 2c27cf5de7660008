"""Notices leave the house: each delivery claimed for a minute by one worker, sent outside any transaction, settled."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from caselight.core import retry
from caselight.core.people import EVERYTHING
from caselight.services import dispatch
from caselight.services.channels.kind import Unsent
from caselight.services.channels.register import KINDS
from caselight.services.channels.within import TOTAL_S, within
from caselight.services.dispatch import Ready, Waits, Withdrawn
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.tables import Delivery

LEASE = timedelta(minutes=1)  # longer than a try can take: then whoever held it is taken to be dead
AT_ONCE = 20  # deliveries to one receiver before the others have their turn
LOST = "The worker ended while it was being sent."
BUG = "Caselight failed; the log of the worker says how."
LOG = logging.getLogger("caselight")
Clock = Callable[[], datetime]


class Target(NamedTuple):
    """One receiver on one kind of channel: what is for it leaves one after another."""

    channel: str
    receiver: str


@dataclass(slots=True)
class Sent:
    """What came of a turn."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery in hand: the number of this try says whether it still is."""

    id: int
    tries: int
    first_try_at: datetime


def targets_due(store: Store, *, now: datetime) -> list[Target]:
    """Return who has something waiting that may be sent now, longest waiting first, by `deliveries_due`."""
    statement = (
        select(col(Delivery.channel), col(Delivery.receiver))
        .where(col(Delivery.next_try_at) <= now)
        .group_by(col(Delivery.channel), col(Delivery.receiver))
        .order_by(func.min(col(Delivery.next_try_at)))
    )
    with store.reading(EVERYTHING) as session:
        return [Target(*row) for row in session.execute(statement)]


def drain(
    store: Store, target: Target, *, clock: Clock, settings: Settings, stop: threading.Event | None = None
) -> Sent:
    """Send what waits for one receiver, up to AT_ONCE; one that cannot be reached is left alone until the next turn."""
    done = Sent()
    for _ in range(AT_ONCE):
        if stop and stop.is_set():
            break
        claim = store.transact(lambda session: _claim(session, target, clock()), EVERYTHING)
        if claim is None:
            break
        error, is_down = _try(store, claim, clock, settings)
        done.sent += error == ""
        done.failed += bool(error)
        if is_down:
            break
    return done


def _claim(session: Session, target: Target, now: datetime) -> Claim | None:
    """Take the delivery that waits longest, unless another worker was faster."""
    due = select(Delivery).where(
        col(Delivery.next_try_at) <= now,
        col(Delivery.channel) == target.channel,
        col(Delivery.receiver) == target.receiver,
    )
    for row in session.scalars(due.order_by(col(Delivery.next_try_at), col(Delivery.id)).limit(AT_ONCE)):
        claim = Claim(row.id or 0, row.tries + 1, row.first_try_at or now)
        free = col(Delivery.id) == row.id, col(Delivery.tries) == row.tries, col(Delivery.next_try_at) <= now
        taken = {"tries": claim.tries, "first_try_at": claim.first_try_at, "next_try_at": now + LEASE}
        if _changed(session, free, taken):
            return claim
    return None


def _try(store: Store, claim: Claim, clock: Clock, settings: Settings) -> tuple[str | None, bool]:
    """Send and settle; return the error (empty: sent, None: not to be sent now), and whether its receiver is down."""
    try:
        with store.reading(EVERYTHING) as session:
            found = dispatch.ready(session, claim.id, now=clock(), settings=settings)
        if isinstance(found, Ready):
            _send(found, claim, settings)
    except Unsent as error:
        _fail(store, claim, clock(), str(error))
        return str(error), True
    except Exception:  # a message that cannot even be written must not stop those behind it
        LOG.exception("Delivery %s could not be sent.", claim.id)
        _fail(store, claim, clock(), BUG)
        return BUG, False
    now = clock()
    _settle(store, claim, _came_of(found, claim, now))
    return ("" if isinstance(found, Ready) else None), False


def _send(found: Ready, claim: Claim, settings: Settings) -> None:
    if claim.tries > retry.MOST_TRIES:
        raise Unsent(LOST)
    kind = KINDS[found.channel]
    try:
        within(TOTAL_S, lambda: kind.send(found.address, found.message, settings))
    except TimeoutError as error:
        raise Unsent(f"No answer within {TOTAL_S:.0f} seconds.") from error


def _came_of(found: Ready | Waits | Withdrawn, claim: Claim, now: datetime) -> dict[str, Any]:
    match found:
        case Ready():
            return {"sent_at": now, "next_try_at": None, "error": ""}
        case Withdrawn(reason):
            return {"withdrawn_at": now, "next_try_at": None, "error": reason}
        case Waits(until):  # no try at all
            first = claim.first_try_at if claim.tries > 1 else None
            return {"next_try_at": until, "tries": claim.tries - 1, "first_try_at": first}


def _fail(store: Store, claim: Claim, now: datetime, error: str) -> None:
    """Put it off, or give it up as dead."""
    chance = random.random()  # noqa: S311 – jitter, not a secret
    again = retry.next_try(now, tries=claim.tries, first_try_at=claim.first_try_at, chance=chance)
    _settle(store, claim, {"error": error, "next_try_at": again, "dead_at": None if again else now})


def _settle(store: Store, claim: Claim, values: dict[str, Any]) -> None:
    """Write what came of it, unless the claim ran out and another worker has it now."""
    mine = col(Delivery.id) == claim.id, col(Delivery.tries) == claim.tries
    store.transact(lambda session: _changed(session, mine, values), EVERYTHING)


def _changed(session: Session, where: tuple[Any, ...], values: dict[str, Any]) -> bool:
    statement = update(Delivery).where(*where).values(**values).execution_options(synchronize_session=False)
    done: Any = session.execute(statement)
    return bool(done.rowcount)
