"""The promises that run, now or at an instant: what the forecast looks ahead from."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, func, select
from sqlmodel import Session, col

from caselight.core.clock import Clock
from caselight.core.escalation import OpenEscalation
from caselight.core.forecast import Watched
from caselight.core.hours import BusinessHours
from caselight.core.kpis import PromiseRow
from caselight.core.kpis.promises import stood
from caselight.core.lateness import OpenCase, is_overdue
from caselight.core.lifecycle import OPEN
from caselight.core.people import Scope
from caselight.core.promises import Promise
from caselight.store import board, calendars, escalations
from caselight.store.clocks import clocks, put_back
from caselight.store.rewound import Values, changed_since
from caselight.store.scoping import IS_OPEN, unsearched, within
from caselight.store.tables import Case, CaseClock, Event


def watched(session: Session, scope: Scope) -> list[Watched]:
    """Return the promises that have not stopped on the open cases in scope, and the steps of their escalations."""
    cases = {row["number"]: OpenCase(**row) for row in board.of_cases(session, scope, IS_OPEN)}
    rows = clocks(session, scope, col(CaseClock.stopped_at).is_(None))
    steps = escalations.open_escalations(session, scope)
    return [*_promises(cases, rows), *_steps(cases, steps, calendars.hours(session))]


def watched_at(session: Session, scope: Scope, as_of: datetime) -> list[Watched]:
    """Return the same as it stood at an instant; owner and title are those on record now."""
    promise, stopped_at = col(CaseClock.promise), col(CaseClock.stopped_at)
    stopped_since = promise.in_(list(Promise)) & (stopped_at > as_of)  # by `clocks_stopped`
    before = changed_since(session, scope, as_of)
    rows = [*clocks(session, scope, stopped_at.is_(None)), *clocks(session, scope, stopped_since)]
    rows = put_back(session, rows, before)
    rows = [row for row in rows if _began(row) <= as_of]
    status = statuses(session, scope, {row.case for row in rows}, as_of)
    numbers = [number for number, said in status.items() if said in OPEN]
    found = board.of_cases(session, scope, col(Case.id).in_(numbers))
    cases = {row["number"]: _then(row, status[row["number"]], before.cases.get(row["number"], {})) for row in found}
    steps = escalations.open_at(session, scope, as_of)
    then = [_stood(row, as_of) for row in rows if row.case in cases]
    return [*_promises(cases, then), *_steps(cases, steps, calendars.hours(session))]


def statuses(session: Session, scope: Scope, numbers: Collection[int], as_of: datetime) -> dict[int, str]:
    """Return the status of some cases at an instant; one that was not there yet is left out."""
    case_id, seq = col(Event.case_id), col(Event.seq)
    newest = (
        select(case_id, func.max(seq).label("seq"))
        .where(case_id.in_(sorted(numbers)), col(Event.at) <= as_of)
        .group_by(case_id)
        .subquery()
    )
    statement = select(case_id, col(Event.status)).join(newest, (case_id == newest.c.case_id) & (seq == newest.c.seq))
    return {row[0]: row[1] for row in session.execute(within(statement, unsearched(col(Event.client_id)), scope))}


def _then(row: RowMapping, status: str, before: Values) -> OpenCase:
    return OpenCase(**{**row, "status": status, "priority": before.get("priority", row["priority"])})


def _promises(cases: Mapping[int, OpenCase], rows: Iterable[PromiseRow]) -> Iterator[Watched]:
    for row in rows:
        if row.case not in cases or row.stopped_at is not None:
            continue
        target, is_missed = timedelta(seconds=row.target_s), row.first_missed_at is not None
        spent = timedelta()
        if row.due_at is None:
            clock = Clock.from_rows(row.runs, target=target, hours=row.hours)
            spent = clock.elapsed(clock.runs[-1].end or clock.runs[-1].start)
        yield Watched(cases[row.case], row.promise, target, row.hours, row.due_at, spent, is_missed)


def _steps(
    cases: Mapping[int, OpenCase], steps: Iterable[OpenEscalation], hours: Mapping[int | None, BusinessHours]
) -> Iterator[Watched]:
    for one in steps:
        if one.case in cases:
            for step, due_at in one.due():
                promise = f"{step} the escalation"
                yield Watched(cases[one.case], promise, due_at - one.armed_at, hours[one.calendar_id], due_at)


def _stood(row: PromiseRow, as_of: datetime) -> PromiseRow:
    """Return a clock as it stood, a miss that came later taken back."""
    then = stood(row, as_of, ended=False)
    return then if is_overdue(then.first_missed_at, as_of) else replace(then, first_missed_at=None)


def _began(row: PromiseRow) -> datetime:
    return datetime.fromisoformat(str(row.runs[0][0]))
