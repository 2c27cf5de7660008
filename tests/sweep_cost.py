"""What a sweep costs when so many cases fall due among so many others.

As a script, on an empty database: python tests/sweep_cost.py URL [others] [due]
"""

import json
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import Engine, event

from caselight.core.people import EVERYTHING, SYSTEM
from caselight.services import verbs
from caselight.services.bench import floor, generate
from caselight.services.desk import perform
from caselight.services.sweeping import sweep
from caselight.store.bulk import write_cases
from caselight.store.engine import Store
from caselight.store.schema import migrate

BATCH = 2_000
LATER = timedelta(minutes=16)  # a P1 that nobody takes goes to tier 2 after 5 minutes, to tier 3 after 15


def fill(store: Store, *, others: int, now: datetime) -> None:
    """Write the other cases, with all recorded that falls due on them."""
    store.transact(lambda session: floor.lay(session, now), EVERYTHING)
    made = generate.cases(others, now=now)
    while batch := list(islice(made, BATCH)):
        store.transact(lambda session, batch=batch: write_cases(session, batch), EVERYTHING)
    sweep(store, now=now + LATER)


def cost(store: Store, *, due: int, now: datetime) -> dict[str, float]:
    """Return what the sweep costs that finds so many cases due, each to be escalated twice, and one that finds none."""
    for index in range(due):
        given = {"client_id": 1, "record_type": "technical", "title": f"Line {index} down", "priority": 1}
        perform(store, verbs.log, actor=SYSTEM, now=now, request=uuid.uuid4().hex, **given)
    with counted() as none:
        sweep(store, now=now)
    began, used = time.perf_counter(), time.process_time()
    with counted() as some:
        swept = sweep(store, now=now + LATER)
    return {
        "recorded": swept.raised,
        "failed": swept.failed,
        "seconds": round(time.perf_counter() - began, 2),
        "processor_seconds": round(time.process_time() - used, 2),
        "statements": len(some),
        "statements_when_nothing_is_due": len(none),
    }


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile, to read or to write."""
    seen: list[str] = []

    def keep(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", keep)
    yield seen
    event.remove(Engine, "before_cursor_execute", keep)


def main(url: str, others: int = 10_000, due: int = 1_000) -> None:
    """Run it and print what it cost."""
    store, now = Store(url), datetime.now(UTC).replace(microsecond=0)
    migrate(store)
    fill(store, others=others, now=now)
    sys.stdout.write(json.dumps({"others": others, "due": due, **cost(store, due=due, now=now)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], *(int(given) for given in sys.argv[2:]))
