"""The bench's own database: filled once, known again by its mark, and never anybody else's."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from sqlalchemy import func, inspect, select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services.bench import floor, generate
from caselight.store.bulk import WholeCase, write_cases
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Client, Heartbeat

MARK = "bench:"  # a heartbeat of this name and the number of cases, at the instant the data ends
BATCH = 2_000


def ready(store: Store, *, cases: int, now: datetime) -> datetime:
    """Fill an empty database with cases that end now, or take one filled before; return the instant its data ends.

    Raises Refusal where the database holds anything else, or another number of cases.
    """
    if not store.is_sqlite:
        raise Refusal("The bench measures SQLite. Name a file that does not exist yet: sqlite:///bench.db")
    if inspect(store.engine).get_table_names():
        return _known(store, cases)
    migrate(store)
    store.transact(lambda session: floor.lay(session, now), EVERYTHING)
    made = generate.cases(cases, now=now)
    while batch := list(islice(made, BATCH)):
        store.transact(partial(_write, batch), EVERYTHING)
    store.transact(lambda session: session.add(Heartbeat(name=f"{MARK}{cases}", at=now)), EVERYTHING)
    return now


def _known(store: Store, cases: int) -> datetime:
    with store.reading(EVERYTHING) as session:
        marks = select(col(Heartbeat.name), col(Heartbeat.at)).where(col(Heartbeat.name).startswith(MARK))
        found: dict[int, datetime] = {int(name.removeprefix(MARK)): at for name, at in session.execute(marks)}
        clients = session.scalar(select(func.count()).select_from(Client))
    if not found or clients != floor.CLIENTS:
        raise Refusal("This database holds something else than bench data. Name a file that does not exist yet.")
    if cases not in found:
        (there,) = found
        raise Refusal(f"This database holds bench data of {there:,} cases. Ask for --cases {there}, or name another.")
    return found[cases]


def _write(batch: Sequence[WholeCase], session: Session) -> None:
    write_cases(session, batch)
