"""The thresholds of a case's clocks: which there are, which were passed, and when to look next."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.clock import Clock
from caselight.core.matrix import Facts, row_for
from caselight.core.matrix_defaults import closest, shipped
from caselight.core.sweep import Due, Key, Watched, fell_due, is_late, next_at, watched
from caselight.services.work import Work
from caselight.store import matrix
from caselight.store.tables import Case, CaseClock, MatrixRow, ThresholdFiring


def follow(work: Work, row: CaseClock, clock: Clock) -> None:
    """Before a clock is written: give a new one its thresholds, one that starts over a new cycle, each its next look.

    A clock that stops, or is aimed or started anew, tells what it had passed: nobody would look at it again.
    """
    case = work.session.get_one(Case, row.case_id)
    if not row.runs:
        row.matrix_id = _matrix_id(work, case, row.started_at)
    elif row.stopped_at and clock.stopped_at is None:
        row.cycle, row.cycle_at = row.cycle + 1, work.now
    elif row.started_at != clock.runs[0].start:
        begin_cycle(work, row, Clock.from_rows(row.runs, target=clock.target, hours=clock.hours))
    if clock.stopped_at is None:
        row.next_at = next_at(watch_on(work.session, case, row, clock, as_of=work.now), recorded(work.session, row))
    else:
        _record_passed(work, case, row, clock)
        row.next_at = None


def look_again(work: Work, row: CaseClock, *, was_stopped: bool) -> None:
    """Have the sweep look at a clock that was put back."""
    if was_stopped and row.stopped_at is None:
        row.cycle, row.cycle_at = row.cycle + 1, work.now
    row.next_at = None if row.stopped_at else work.now


def begin_cycle(work: Work, row: CaseClock, clock: Clock) -> None:
    """Before a clock is aimed or started anew: record what it passed until now."""
    case = work.session.get_one(Case, row.case_id)
    _record_passed(work, case, row, clock)
    row.cycle, row.cycle_at = row.cycle + 1, work.now
    row.matrix_id = _matrix_id(work, case, row.started_at)


def watch_on(session: Session, case: Case, row: CaseClock, clock: Clock, *, as_of: datetime) -> Watched:
    """Return the watch on a clock."""
    return watched(
        name_of(row), clock, sorted(told_at(session, case, row)), as_of=as_of, cycle=row.cycle, since=row.cycle_at
    )


def told_at(session: Session, case: Case, row: CaseClock) -> dict[int, list[str]]:
    """Return who is told at which percent, by the row of the matrix that the clock began under."""
    kept = session.get(MatrixRow, row.matrix_id) if row.matrix_id else None
    if kept:
        return {int(percent): told for percent, told in kept.thresholds.items()}
    row_of_ours = shipped(_facts(case), 1)
    return {percent: list(told) for percent, told in row_of_ours.thresholds.items()}


def name_of(row: CaseClock) -> str:
    """Return what a clock is called among the thresholds passed."""
    return f"{row.promise}:{row.case_id}"


def recorded(session: Session, row: CaseClock) -> frozenset[Key]:
    """Return what is already recorded of a clock in its present cycle."""
    statement = select(col(ThresholdFiring.threshold)).where(
        col(ThresholdFiring.clock) == name_of(row), col(ThresholdFiring.cycle) == row.cycle
    )
    return frozenset(Key(name_of(row), threshold, row.cycle) for threshold in session.scalars(statement))


def firing(case: Case, due: Due, *, fired_at: datetime, raised: int | None = None) -> ThresholdFiring:
    """Return the row that records a threshold passed."""
    return ThresholdFiring(
        clock=due.key.clock,
        threshold=due.key.threshold,
        cycle=due.key.cycle,
        case_id=case.id or 0,
        client_id=case.client_id,
        due_at=due.due_at,
        fired_at=fired_at,
        is_late=is_late(due.due_at, fired_at),
        raised=raised,
    )


def _record_passed(work: Work, case: Case, row: CaseClock, clock: Clock) -> None:
    """Record what was passed and not yet noticed; nobody is told: somebody is at work on the case this moment."""
    watch = watch_on(work.session, case, row, clock, as_of=work.now)
    passed: Iterable[Due] = fell_due([watch], recorded(work.session, row), work.now)
    work.session.add_all(firing(case, due, fired_at=work.recorded_at or work.now) for due in passed)


def _matrix_id(work: Work, case: Case, at: datetime) -> int | None:
    tier = work.tier(case.team_id) or 1
    return closest(row_for(matrix.rows(work.session, tier=tier), _facts(case), tier, at)).id


def _facts(case: Case) -> Facts:
    return Facts(case.client_id, case.record_type, case.priority)
