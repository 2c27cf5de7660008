"""What row level security costs: `python tests/second_wall_cost.py [TIMES]`, on a PostgreSQL of its own with the demo.

The reads of a wall and of the SLA page are asked with it and without it in turn, by who sees everything and by who sees
one client; the medians of the time they take are printed, and their ratio.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session, col, select

from caselight.core.people import EVERYTHING, Scope
from caselight.services.demo import load
from caselight.store import board, overview, sla, wall
from caselight.store.engine import Store
from caselight.store.tables import Client
from databases import a_copy, a_server, as_superuser

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
WALLED = text("SELECT relname FROM pg_class WHERE relrowsecurity")
READS: dict[str, Callable[[Session, Scope], object]] = {
    "a wall's refresh": lambda session, scope: wall.snapshot(session, scope, hour=NOW, zone=ZoneInfo("UTC")),
    "open cases": board.open_cases,
    "promises kept, 30 d": lambda session, scope: overview.promises_kept(
        session, scope, since=NOW - timedelta(days=30), until=NOW
    ),
    "promises of SLA, 30 d": lambda session, scope: sla.promises(
        session, scope, since=NOW - timedelta(days=30), until=NOW
    ),
}


def main(times: int) -> None:
    """Fill a database, measure, and print a line for each read and scope."""
    with a_server() as url, a_copy(url) as store:
        load(store, now=datetime.now(UTC), hash_password=str)
        with store.reading(EVERYTHING) as session:
            one = session.scalars(select(col(Client.id)).order_by(Client.name)).first() or 0
            tables = list(session.scalars(WALLED))
        own = store.engine.url.render_as_string(hide_password=False).replace("//caselight:", "//postgres:")
        as_superuser(own, "ANALYZE")
        for name, read in READS.items():
            for whose, scope in (("everything", EVERYTHING), ("one client", Scope(frozenset({one})))):
                took: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
                for wall_is in took:
                    as_superuser(own, *(f"ALTER TABLE {table} {wall_is} ROW LEVEL SECURITY" for table in tables))
                    took[wall_is] = [timed(store, read, scope) for _ in range(times)]
                walled, bare = (1000 * statistics.median(took[wall_is]) for wall_is in took)
                sys.stdout.write(
                    f"{name}, {whose}: {walled:.1f} ms with it, {bare:.1f} ms without, {walled / bare:.2f}\n"
                )


def timed(store: Store, read: Callable[[Session, Scope], object], scope: Scope) -> float:
    """Return the seconds that one read takes in a session of its own."""
    began = time.perf_counter()
    with store.reading(scope) as session:
        read(session, scope)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
