"""Workers killed at random while cases fall due, to see whether everything is recorded exactly once.

As a script, on a database that has no case yet: python tests/killing.py URL [cases] [seconds] [workers]
"""

import json
import random
import subprocess
import sys
import time
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, SYSTEM
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.services.sweeping import sweep
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Case, Client, Escalation, Event, Notice, Team, ThresholdFiring
from proving import breaks

WORKER = """
import sys, threading
from datetime import UTC, datetime
from caselight.store.engine import Store
from caselight.worker import loop
loop.work(Store(sys.argv[1]), clock=lambda: datetime.now(UTC), stop=threading.Event(), every_s=0.05)
"""
ALLOWED = timedelta(minutes=5)  # to acknowledge a P1 at tier 1


def fall_due(store: Store, *, cases: int, seconds: float) -> None:
    """Log cases that nobody takes: each falls due once, at an instant spread over the seconds to come."""
    client_id = store.transact(_a_floor, EVERYTHING)
    now = datetime.now(UTC)
    for index in range(cases):
        perform(
            store,
            verbs.log,
            actor=SYSTEM,
            now=now - ALLOWED + timedelta(seconds=seconds * index / cases),
            request=uuid.uuid4().hex,
            client_id=client_id,
            record_type="technical",
            title=f"Line {index} down",
            priority=1,
        )


def kill(store: Store, *, seconds: float, workers: int, chance: random.Random) -> int:
    """Keep so many workers alive, killing one at random every second or so; return how many were killed."""
    until, killed = time.monotonic() + seconds, 0
    crew = [_start(store) for _ in range(workers)]
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.5, 1.5))
        place = chance.randrange(workers)
        crew[place].kill()
        crew[place].wait()
        killed += 1
        crew[place] = _start(store)
    for worker in crew:
        worker.kill()
        worker.wait()
    return killed


def counted(store: Store) -> dict[str, int]:
    """Sweep what the killed left over, and count what is on record."""
    sweep(store, now=datetime.now(UTC))
    with store.reading(EVERYTHING) as session:
        raised = Counter(session.scalars(select(col(Escalation.case_id)).where(col(Escalation.way) == "functional")))
        told = Counter(session.scalars(select(col(Event.case_id)).where(col(Event.kind) == "case:escalated")))
        said = Counter(session.scalars(select(col(Notice.case_id))))
        passed = Counter(session.scalars(select(col(ThresholdFiring.case_id))))
        cases = list(session.scalars(select(col(Case.id))))
        broken = len(list(breaks(session)))
    records = (raised, told, said, passed)
    return {
        "cases": len(cases),
        "exactly once": sum(all(record[case] == 1 for record in records) for case in cases),
        "never": sum(not record[case] for case in cases for record in records),
        "doubled": sum(record[case] > 1 for case in cases for record in records),
        "chains broken": broken,
    }


def _a_floor(session: Session) -> int:
    client = Client(name="Norvane Telecom", is_demo=True)
    session.add_all([client, Team(name="Desk", tier=1), Team(name="Network", tier=2)])
    session.flush()
    return client.id or 0


def _start(store: Store) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, store.url])  # noqa: S603 – our own worker


def main(url: str, cases: int = 500, seconds: float = 120, workers: int = 3) -> None:
    """Run it and print what came of it."""
    store = Store(url)
    migrate(store)
    fall_due(store, cases=cases, seconds=seconds)
    killed = kill(store, seconds=seconds, workers=workers, chance=random.Random(7))  # noqa: S311 – no secret
    sys.stdout.write(json.dumps({"killed": killed, **counted(store)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], *(int(given) for given in sys.argv[2:]))
