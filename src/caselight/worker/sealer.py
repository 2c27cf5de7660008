"""Sealing beside the sweep: every minute whatever is new, by any number of workers."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from caselight.core.refusal import Refusal
from caselight.services import sealing
from caselight.settings import Settings
from caselight.store.engine import Store

EVERY_S = 60.0
LOG = logging.getLogger("caselight")


def run(
    store: Store,
    *,
    clock: Callable[[], datetime],
    stop: threading.Event,
    settings: Settings,
    every_s: float = EVERY_S,
) -> None:
    """Seal until told to stop."""
    while not stop.is_set():
        once(store, clock=clock, settings=settings)
        stop.wait(every_s)


def once(store: Store, *, clock: Callable[[], datetime], settings: Settings) -> None:
    """Seal what is new; what cannot be sealed or copied is an error in the log."""
    try:
        sealing.seal(store, sealing.places(store, settings), now=clock())
    except Refusal as refusal:
        LOG.error(refusal.sentence)  # noqa: TRY400 – a sentence for people, not a fault of ours
    except Exception:  # whatever it is, it is tried again at the next turn
        LOG.exception("Nothing could be sealed; the next turn tries again.")
