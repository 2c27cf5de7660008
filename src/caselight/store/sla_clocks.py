"""The clocks that may have a verdict in a period, as their rows and events say they stood at its end."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from caselight.core.lifecycle import LEFT_OUT
from caselight.core.people import Scope
from caselight.core.sla import PROMISES
from caselight.store.among import ALL, Among
from caselight.store.caselist import COUNTS
from caselight.store.rewound import Before, changed_since
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, CaseClock, Client

AT_ONCE = 5_000  # cases of one read
OF_CASE = frozenset({"priority", "record_type", "team_id"})  # what of a case may have been different
OF_CLOCK = frozenset({"calendar_id", "target_s", "runs", "due_at", "stopped_at", "first_missed_at"})
stopped_at, due_at = col(CaseClock.stopped_at), col(CaseClock.due_at)


class ClockOf(NamedTuple):
    """A clock as its row holds it, with what a list says of its case."""

    case: int
    client: str
    title: str
    priority: int
    record_type: str
    team_id: int | None
    opened_at: datetime
    promise: str
    contract_id: int
    calendar_id: int | None
    target_s: int
    runs: Sequence[Sequence[str | None]]
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    first_missed_at: datetime | None


def clocks(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> list[ClockOf]:
    """Return the clocks stopped since, running, or due in the period; the promise is said in each part of it.

    Narrowed to the cases that were among these as they stood at the end of the period.
    """
    before = changed_since(session, scope, until)
    halves = (stopped_at >= since, stopped_at.is_(None), and_(due_at >= since, due_at < until))
    found = or_(*(and_(col(CaseClock.promise) == promise, half) for promise in PROMISES for half in halves))
    which = and_(found, COUNTS, col(CaseClock.started_at) < until)
    rows = [row for row, _ in _read(session, scope, which, among) if row.case not in before.cases]
    rows += _put_back(session, scope, before, until, among)
    return sorted(rows, key=lambda row: (row.case, row.promise))


def _put_back(session: Session, scope: Scope, before: Before, until: datetime, among: Among) -> Iterator[ClockOf]:
    """Yield every clock of the cases that changed since, as it stood; one that was not there yet is left out."""
    changed = sorted(before.cases)
    for start in range(0, len(changed), AT_ONCE):
        some = col(CaseClock.case_id).in_(changed[start : start + AT_ONCE])
        which = and_(some, col(CaseClock.promise).in_(PROMISES), col(CaseClock.started_at) < until)
        for row, status in _read(session, scope, which, ALL):
            then, key = before.cases[row.case], (row.case, row.promise)
            image = before.clocks.get(key, row._asdict())
            if image is None or then.get("status", status) in LEFT_OUT:
                continue
            stood = row._replace(
                **{name: then[name] for name in OF_CASE & then.keys()},
                **{name: image[name] for name in OF_CLOCK},
            )
            if among.lets(stood.priority, stood.record_type, stood.team_id):
                yield stood


def _read(session: Session, scope: Scope, which: ColumnElement[bool], among: Among) -> list[tuple[ClockOf, str]]:
    """Return clocks, each with the status of its case."""
    statement = (
        select(
            col(CaseClock.case_id),
            col(Client.name),
            col(Case.title),
            col(Case.priority),
            col(Case.record_type),
            col(Case.team_id),
            col(Case.opened_at),
            col(CaseClock.promise),
            col(CaseClock.contract_id),
            col(CaseClock.calendar_id),
            col(CaseClock.target_s),
            col(CaseClock.runs),
            col(CaseClock.started_at),
            due_at,
            stopped_at,
            col(CaseClock.first_missed_at),
            col(Case.status),
        )
        .select_from(CaseClock)
        .join(Case, col(Case.id) == unsearched(col(CaseClock.case_id)))
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .where(which)
    )
    found: Any = session.execute(among.narrow(within(statement, unsearched(col(Case.client_id)), scope)))
    return [(ClockOf(*row), status) for *row, status in found]
