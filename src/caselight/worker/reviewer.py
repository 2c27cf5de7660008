"""Reviews by schedule, beside the sweep: looked for every minute, made whenever they are due."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from caselight.services.reviews.due import make_due
from caselight.store.engine import Store

EVERY_S = 60.0
LOG = logging.getLogger("caselight")


def run(store: Store, *, clock: Callable[[], datetime], stop: threading.Event, every_s: float = EVERY_S) -> None:
    """Make what is due until told to stop."""
    while not stop.is_set():
        try:
            made = make_due(store, now=clock())
        except Exception:  # whatever it is, it is tried again at the next look
            LOG.exception("The schedules could not be read; the next look tries again.")
        else:
            if made.reviews:
                LOG.info("%s reviews made, %s letters to send.", made.reviews, made.letters)
        stop.wait(every_s)
