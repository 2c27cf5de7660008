"""The worker's life: sweep every few seconds by the database's clock, send beside it, stop when told."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from caselight.core.people import EVERYTHING
from caselight.services.reviews.due import make_due
from caselight.services.sweeping import Swept, beat, sweep
from caselight.settings import Settings
from caselight.store.due import now_of
from caselight.store.engine import Store
from caselight.worker import reviewer, sealer, sender
from caselight.worker.aside import aside

EVERY_S = 3.0
PATIENCE_S = 5.0
MOST_APART = timedelta(seconds=30)  # our clock and the database's
LOG = logging.getLogger("caselight")


def work(store: Store, *, clock: Callable[[], datetime], stop: threading.Event, every_s: float = EVERY_S) -> None:
    """Sweep until told to stop; what goes wrong is logged, and tried again at the next turn."""
    last: datetime | None = None
    theirs: Any = {"clock": lambda: database_now(store), "stop": stop}
    with (
        sender.beside(store, settings=Settings(), every_s=every_s, **theirs),
        aside(lambda: reviewer.run(store, **theirs), patience_s=PATIENCE_S),
        aside(lambda: sealer.run(store, settings=Settings(), **theirs), patience_s=PATIENCE_S),
    ):
        while not stop.is_set():
            try:
                last = turn(store, clock=clock, last=last) or last
            except Exception:  # whatever it is, escalating must outlive it; without a beat the wall says so meanwhile
                LOG.exception("The sweep failed; the next one tries again.")
            stop.wait(every_s)


def turn(store: Store, *, clock: Callable[[], datetime], last: datetime | None = None) -> datetime | None:
    """Sweep once and return the instant it was for; None when the clocks cannot be trusted and nothing was done."""
    now = database_now(store)
    if abs(clock() - now) > MOST_APART:
        LOG.error("This machine's clock and the database's differ by %s: nothing is escalated.", abs(clock() - now))
        return None
    if last is not None and now < last:
        LOG.error("The database's clock went back from %s to %s: nothing is escalated.", last, now)
        return None
    told(sweep(store, now=now))
    beat(store, now=now)
    return now


def once(store: Store, *, as_of: datetime | None = None) -> Swept:
    """Sweep, make the reviews that are due and send once, as of an instant or of the database's now.

    As of an instant no clock is compared, and nothing is sealed.
    """
    swept = sweep(store, now=as_of or database_now(store))
    made = make_due(store, now=swept.as_of)
    swept.reviews = made.reviews
    swept.notices += made.letters
    swept.failed += made.failed
    swept.sent = sender.once(store, now=swept.as_of, settings=Settings())
    if as_of is None:
        sealer.once(store, clock=lambda: swept.as_of, settings=Settings())
    return swept


def database_now(store: Store) -> datetime:
    """Return what the database's clock says."""
    with store.reading(EVERYTHING) as session:
        return now_of(session)


def told(swept: Swept) -> None:
    """Log a sweep that did something."""
    if swept.raised or swept.failed:
        LOG.info(swept.told())
