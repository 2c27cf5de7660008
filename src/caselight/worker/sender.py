"""Sending beside the sweep: its own threads, so that no server, however slow, ever delays an escalation."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from caselight.services import sending
from caselight.services.channels.within import TOTAL_S
from caselight.services.sending import Sent, Target
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.worker.aside import aside

AT_ONCE = 8  # receivers served at the same time
LOG = logging.getLogger("caselight")
Clock = Callable[[], datetime]


@contextmanager
def beside(store: Store, *, clock: Clock, stop: threading.Event, settings: Settings, every_s: float) -> Iterator[None]:
    """Send in the background until told to stop."""
    given: Any = {"clock": clock, "stop": stop, "settings": settings, "every_s": every_s}
    with aside(lambda: run(store, **given), patience_s=TOTAL_S):
        yield


def run(store: Store, *, clock: Clock, stop: threading.Event, settings: Settings, every_s: float) -> None:
    """Serve whoever has something waiting, each on its own thread, until told to stop; a slow one holds up itself."""
    busy: dict[Target, Future[Sent]] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while not stop.is_set():
            busy = {target: future for target, future in busy.items() if not _is_over(future)}
            try:
                waiting = [each for each in sending.targets_due(store, now=clock()) if each not in busy]
            except Exception:  # whatever it is, it is tried again at the next turn
                LOG.exception("The outbox could not be read; the next turn tries again.")
                waiting = []
            for target in waiting[: AT_ONCE - len(busy)]:
                busy[target] = pool.submit(sending.drain, store, target, clock=clock, settings=settings, stop=stop)
            stop.wait(every_s)


def once(store: Store, *, now: datetime, settings: Settings) -> Sent:
    """Send everything that waits at an instant, and return what came of it."""
    total = Sent()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while targets := sending.targets_due(store, now=now):
            for done in pool.map(
                lambda each: sending.drain(store, each, clock=lambda: now, settings=settings), targets
            ):
                total.sent += done.sent
                total.failed += done.failed
    return total


def _is_over(future: Future[Sent]) -> bool:
    if future.done() and (error := future.exception()):
        LOG.error("Sending to a receiver failed; the next turn tries again.", exc_info=error)
    return future.done()
