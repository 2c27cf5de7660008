"""The bench: a database of its own, and the parts that were asked for, one after the other."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from caselight.core.refusal import Refusal
from caselight.services.bench import imports, refresh, writes
from caselight.services.bench.part import Bench, Part
from caselight.services.bench.ready import ready
from caselight.store import library
from caselight.store.engine import Store

# In the order in which they are measured: what only reads comes first.
NAMES = ("refresh_ms", "rerun_cpu_ms", "statements", "writes_per_s", "import_rows_per_s")
PARTS: Mapping[str, Part] = {
    "refresh_ms": refresh.measure,
    "writes_per_s": writes.measure,
    "import_rows_per_s": imports.measure,
}


def run(
    *, cases: int, database: str | None, only: Sequence[str], now: datetime, more: Mapping[str, Part] | None = None
) -> dict[str, Any]:
    """Return the figures of the parts named, or of all, on so many cases that end now.

    `more` are parts that lie in a higher layer. Without a database a temporary one is filled. Raises Refusal for a
    database that holds anything but bench data.
    """
    parts = {**PARTS, **(more or {})}
    if unknown := sorted(set(only) - set(parts)):
        raise Refusal(f"There is no part {unknown[0]}. Choose among {', '.join(parts)}.")
    with _bench(cases, database, now) as bench:
        found = {name: parts[name](bench) for name in NAMES if name in parts and (not only or name in only)}
    return {"cases": cases, "database": _library(), **found}


@contextmanager
def _bench(cases: int, database: str | None, now: datetime) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="caselight-bench-") as name:
        folder = Path(name)
        store = Store(database or f"sqlite:///{folder / 'bench.db'}")
        if store.path is None:
            raise Refusal("The bench measures SQLite. Name a file that does not exist yet: sqlite:///bench.db")
        try:
            yield Bench(store, store.path, folder, ready(store, cases=cases, now=now), cases)
        finally:
            store.dispose()


def _library() -> str:
    return f"SQLite {library.sqlite().sqlite_version}, journal_mode={library.journal_mode()}, synchronous=FULL"
