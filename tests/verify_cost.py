"""What it costs to verify so many events, each of them sealed.

As a script: python tests/verify_cost.py FILE.db [events] – a new SQLite file is filled first.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from caselight.core.people import EVERYTHING
from caselight.services.bench import floor, generate
from caselight.store.bulk import write_cases
from caselight.store.engine import Store
from caselight.store.schema import migrate
from proving import seal, verify

BATCH = 2_000  # cases
EACH = 4  # events of a case, but for those still open


def fill(store: Store, events: int) -> None:
    """Write cases until there are so many events."""
    now = datetime.now(UTC)
    store.transact(lambda session: floor.lay(session, now), EVERYTHING)
    made = generate.cases(events // EACH + 1, now=now)
    while batch := list(islice(made, BATCH)):
        store.transact(lambda session, batch=batch: write_cases(session, batch), EVERYTHING)


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Return what came of it, and the seconds it took."""
    began, used = time.perf_counter(), time.process_time()
    came = work()
    spent = {"seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - used}
    return came, {name: round(value, 1) for name, value in spent.items()}


def main(path: str, events: str = "1000000") -> int:
    """Fill, seal, verify, and print the figures."""
    is_new = not Path(path).exists()
    store = Store(f"sqlite:///{path}")
    migrate(store)
    if is_new:
        fill(store, int(events))
    sealed, sealing = timed(lambda: seal(store))
    found, verifying = timed(lambda: verify(store))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = {name: getattr(found, name) for name in ("events", "seals", "is_whole")}
    figures = {**told, "seal": {"events": sealed.events, **sealing}, "verify": verifying, "peak_mb": peak}
    sys.stdout.write(json.dumps(figures) + "\n")
    return int(not found.is_whole)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
