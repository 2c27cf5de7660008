"""How many cases can be logged a second: through the services, and the same rows by the driver alone."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, insert, inspect, select
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel, col

from caselight.core.people import SYSTEM
from caselight.services.bench.part import Bench
from caselight.services.bench.timing import timed
from caselight.services.desk import perform
from caselight.services.verbs.log import log
from caselight.store import library
from caselight.store.engine import Store
from caselight.store.tables import Case, CaseClock, Event, EventText, Request

ROUNDS, ACTS = 20, 15
# What logging a case leaves behind, in an order that the foreign keys accept.
LEFT_BEHIND: dict[type[SQLModel], Any] = {
    Event: col(Event.case_id) == bindparam("case"),
    Case: col(Case.id) == bindparam("case"),
    CaseClock: col(CaseClock.case_id) == bindparam("case"),
    EventText: col(EventText.event_id).in_(select(col(Event.id)).where(col(Event.case_id) == bindparam("case"))),
    Request: col(Request.key) == bindparam("key"),
}
Rows = list[tuple[str, list[Any]]]  # an insert, and the rows it is given


def measure(bench: Bench, *, acts: int = ACTS) -> dict[str, float]:
    """Return the median rate of cases logged, ours and the bare driver's, each case durably and by itself.

    The driver inserts into a copy of the database what ours has just left behind; looking that up is not counted.
    """
    rates: dict[str, list[float]] = {"product": [], "raw": []}
    with _twins(bench) as (ours, copy):
        for _ in range(ROUNDS):
            done, took = timed(lambda: [log_one(bench.store, now=bench.ends) for _ in range(acts)])
            rates["product"].append(acts / took)
            _, took = timed(partial(_insert_each, copy, [_left_behind(ours, *act) for act in done]))
            rates["raw"].append(acts / took)
    return {name: round(median(found), 1) for name, found in rates.items()}


def log_one(store: Store, *, now: datetime) -> tuple[int, str]:
    """Log a case as a person would; return its number and the key of the request."""
    key, title = uuid4().hex, "Line drops calls"
    done = perform(store, log, actor=SYSTEM, now=now, request=key, client_id=1, record_type="technical", title=title)
    return done.case_id, key


@contextmanager
def _twins(bench: Bench) -> Iterator[tuple[Any, Any]]:
    """Open the database to look things up in, and a copy that is written as durably as the database itself."""
    driver = library.sqlite()
    with closing(driver.connect(bench.path)) as ours, closing(driver.connect(bench.folder / "twin.db")) as copy:
        ours.backup(copy)
        copy.isolation_level = None
        copy.execute("PRAGMA foreign_keys=ON")
        copy.execute("PRAGMA synchronous=FULL")
        copy.execute("PRAGMA journal_mode=WAL" if library.journal_mode() == "WAL" else "PRAGMA journal_mode=TRUNCATE")
        yield ours, copy


def _left_behind(connection: Any, case: int, key: str) -> Rows:  # noqa: ANN401 – a driver's connection
    """Return the rows that a request has written, with the statements that write them again."""
    found = []
    for model, which in LEFT_BEHIND.items():
        table = inspect(model).local_table
        asked = str(select(table).where(which).compile(dialect=sqlite.dialect(paramstyle="named")))
        rows = connection.execute(asked, {"case": case, "key": key}).fetchall()
        found.append((str(insert(table).compile(dialect=sqlite.dialect())), rows))
    return found


def _insert_each(connection: Any, acts: Sequence[Rows]) -> None:  # noqa: ANN401 – a driver's connection
    for rows in acts:
        connection.execute("BEGIN IMMEDIATE")
        for statement, given in rows:
            connection.executemany(statement, given)
        connection.execute("COMMIT")
