"""Checked cases written in batches that nobody has to wait for."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.mapping import Map
from caselight.core.people import Principal
from caselight.services.importing import names as known_names
from caselight.services.importing.cases import whole
from caselight.services.importing.names import Names, Wanted
from caselight.services.importing.steps import Step
from caselight.store.bulk import WholeCase, write_cases
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.tables import Case

AIM_S = 0.08  # how long a batch may hold the lock; 0.25 s is promised
FIRST_BATCH = 300  # events
NAMES_AT_ONCE = 250
Progress = Callable[[float], object]  # the share of the cases that is written
Lived = TypeVar("Lived", bound=Sized)  # a case before it is written, as long as it has events


@dataclass(frozen=True, slots=True)
class Audit:
    """Who imports what, for the audit trail; free of texts, which the cases keep."""

    subject: str
    report: Mapping[str, Any]
    now: datetime
    actor: Principal

    def add(self, kind: str, session: Session) -> None:
        """Write that the import started or finished."""
        body = {name: value for name, value in self.report.items() if isinstance(value, int | str)}
        append_next(session, self.subject, Fact(kind, self.now, self.now, actor_id=self.actor.user_id, body=body))


def write(store: Store, cases: Sequence[list[Step]], given: Map, *, audit: Audit, progress: Progress | None) -> None:
    """Write names, then cases in batches."""
    names = partial(_names, store, Wanted.of(cases), given, audit)
    build = partial(whole, source=given.source, now=audit.now)
    in_batches(store, cases, names, build, _write_new, audit=audit, progress=progress)


def in_batches(
    store: Store,
    cases: Sequence[Lived],
    names_for: Callable[[], Names],
    build: Callable[..., WholeCase],
    write_new: Callable[[Sequence[WholeCase], Session], None],
    *,
    audit: Audit,
    progress: Progress | None,
) -> None:
    """Write names, then cases; a killed import has started, and finishes when it is run again."""
    store.transact(partial(audit.add, "import:started"), audit.actor.scope)
    names = names_for()
    pace, done = _Pace(), 0
    for batch in pace.batches(cases):
        wholes = [build(one, names=names) for one in batch]
        started = time.monotonic()
        store.transact(partial(write_new, wholes), audit.actor.scope)
        pace.took(time.monotonic() - started)
        done += len(batch)
        if progress:
            progress(done / len(cases))
    store.transact(partial(audit.add, "import:finished"), audit.actor.scope)


class _Pace:
    """How many events a batch may hold: as many as the one before shows to fit into the time aimed at."""

    def __init__(self) -> None:
        self.size = float(FIRST_BATCH)

    def batches(self, cases: Sequence[Lived]) -> Iterator[list[Lived]]:
        """Yield whole cases, at least one at a time."""
        batch: list[Lived] = []
        events = 0
        for steps in cases:
            if batch and events + len(steps) > self.size:
                yield batch
                batch, events = [], 0
            batch.append(steps)
            events += len(steps)
        if batch:
            yield batch

    def took(self, seconds: float) -> None:
        """Learn from how long a batch held the lock; grow by half at most."""
        self.size = max(1.0, self.size * min(1.5, AIM_S / max(seconds, 0.001)))


def _names(store: Store, wanted: Wanted, given: Map, audit: Audit) -> Names:
    """Make the names that are missing, some at a time, and return them all."""

    def unit(session: Session) -> Names | None:
        calendar_id = known_names.calendar_for(session, given, actor=audit.actor, now=audit.now)
        known_names.keep_hours(session, wanted, calendar_id, actor=audit.actor, now=audit.now)
        names = known_names.names_in(session, given.source)
        rows = list(islice(known_names.missing(wanted, names, given, calendar_id), NAMES_AT_ONCE))
        rows = rows or list(islice(known_names.missing_services(wanted, names), NAMES_AT_ONCE))
        if rows:
            known_names.add(session, rows, actor=audit.actor, now=audit.now)
        return None if rows else names

    while True:
        names = store.transact(unit, audit.actor.scope)
        if names:
            return names


def _write_new(wholes: Sequence[WholeCase], session: Session) -> None:
    """Write the cases, without those that another import has written meanwhile."""
    ids = [whole.case["external_id"] for whole in wholes]
    source = wholes[0].case["source"]
    there = select(col(Case.client_id), col(Case.external_id)).where(
        col(Case.source) == source, col(Case.external_id).in_(ids)
    )
    known = {(client_id, external_id) for client_id, external_id in session.execute(there)}
    new = [whole for whole in wholes if (whole.case["client_id"], whole.case["external_id"]) not in known]
    write_cases(session, new)
