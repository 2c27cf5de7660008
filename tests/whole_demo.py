"""The whole demo scenario, loaded once and read once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import col

from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.lateness import OpenCase
from caselight.core.people import EVERYTHING, Scope
from caselight.core.records import TYPES
from caselight.services.demo import Loaded, load
from caselight.store.board import open_cases
from caselight.store.engine import Store
from caselight.store.problems import ProblemRow, problems
from caselight.store.tables import Calendar, Case, CaseClock, CaseSheet, Client, Event, Interval

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


class Whole(NamedTuple):
    """The loaded scenario, read once."""

    loaded: Loaded
    cases: dict[int, Case]
    events: dict[int, list[Event]]
    clocks: list[CaseClock]
    open: list[OpenCase]
    clients: dict[int, str]
    hours: dict[int | None, BusinessHours]
    intervals: list[Interval]
    store: Store
    sheets: list[CaseSheet]
    problems: list[ProblemRow]

    def failures(self) -> "Whole":
        """Return the same without interruptions and recoveries."""
        kept = {number for number, case in self.cases.items() if TYPES[case.record_type].family == "service failure"}
        return self._replace(
            cases={number: case for number, case in self.cases.items() if number in kept},
            events={number: events for number, events in self.events.items() if number in kept},
            clocks=[clock for clock in self.clocks if clock.case_id in kept],
            open=[case for case in self.open if case.number in kept],
        )


@contextmanager
def whole_demo(empty: Path, path: Path) -> Iterator[Whole]:
    """Load the scenario into a copy of an empty database."""
    path.write_bytes(empty.read_bytes())
    store = Store(f"sqlite:///{path}")
    loaded = load(store, now=NOW, hash_password=str)
    with store.reading(EVERYTHING) as session:
        events = session.scalars(
            select(Event).where(col(Event.case_id).is_not(None)).order_by(col(Event.case_id), col(Event.seq))
        )
        yield Whole(
            loaded,
            {case.id or 0: case for case in session.scalars(select(Case))},
            {number or 0: list(group) for number, group in groupby(events, key=lambda event: event.case_id)},
            list(session.scalars(select(CaseClock))),
            open_cases(session, Scope()),
            {client.id or 0: client.name for client in session.scalars(select(Client))},
            {None: ALWAYS} | {row.id: BusinessHours.from_dict(row.hours) for row in session.scalars(select(Calendar))},
            list(session.scalars(select(Interval))),
            store,
            list(session.scalars(select(CaseSheet))),
            problems(session, Scope(frozenset(session.scalars(select(col(Client.id)))))),
        )
    store.dispose()
