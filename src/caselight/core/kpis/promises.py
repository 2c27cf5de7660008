"""What was promised: kept, missed, and what is late now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np

from caselight.core.clock import Clock
from caselight.core.escalation import OpenEscalation
from caselight.core.kpis.facts import ENDED, PromiseRow
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import kpi
from caselight.core.lateness import is_overdue
from caselight.core.lateness import overdue_escalations as late
from caselight.core.promises import Promise

SLAS = {"response": Promise.FIRST_RESPONSE, "resolution": Promise.RESOLUTION}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a promise stood at as-of; `missed_at` is the due instant of its first miss."""

    case: int
    due_at: datetime | None
    stopped_at: datetime | None
    missed_at: datetime | None


class Window(NamedTuple):
    """The instants that count, and whether one does."""

    since: float
    until: float

    def holds(self, at: datetime | None) -> bool:
        """Say whether the instant is known and lies in the window."""
        return at is not None and self.since <= at.timestamp() < self.until


@kpi("sla", unit="promises, %")
def sla(lives: Lives) -> dict[str, Any] | None:
    """Promises met out of met and missed; cancelled and merged cases are left out.

    Decided: a miss counts at its due instant, open or not; what was met counts when it stopped. By due: promises due
    in the window, by as-of. By close: promises stopped in the window; open overdue cases are not in it. Excluded:
    cases opened in the window with no verdict yet or no target.
    """
    if not lives.counts.any():
        return None
    return {name: _sla(lives, promise) for name, promise in SLAS.items()}


@kpi("overdue", unit="cases")
def overdue(lives: Lives) -> int:
    """Cases open at as-of with at least one promise past due: the same count as on the wall and in the Queue.

    A promise is a target of the case, or a step of an open escalation.
    """
    now, numbers = lives.facts.as_of, lives.facts.cases.number
    broken = {one.case for one in verdicts(lives) if one.stopped_at is None and is_overdue(one.due_at, now)}
    escalated = {one.case for one in _late_escalations(lives)}
    return len({int(numbers[case]) for case in broken if lives.is_open[case]} | escalated)


@kpi("overdue_escalations", unit="escalations")
def overdue_escalations(lives: Lives) -> int:
    """Escalations open at as-of with a step past due: not acknowledged, or not resolved, in time."""
    return len(_late_escalations(lives))


def verdicts(lives: Lives, promise: str | None = None) -> list[Verdict]:
    """Return how each promise (of one kind) stood at as-of."""
    now = lives.facts.as_of
    ended = np.isin(lives.status, ENDED)
    rows = [row for row in lives.facts.promises if promise is None or row.promise == promise]
    return [_verdict(row, now, ended=bool(ended[row.case])) for row in rows if _read(row.runs[0][0]) <= now]


def stood(row: PromiseRow, now: datetime, *, ended: bool) -> PromiseRow:
    """Return the row as it stood: as it is, or worked out again when the clock has moved since.

    A reopened clock was stopped while its case stood resolved (`ended`); the row keeps only that the run was over.
    """
    start, end = row.runs[-1]
    if max(_read(end or start), row.stopped_at or now) <= now:
        return row
    runs = [(one, other if other and _read(other) <= now else None) for one, other in row.runs if _read(one) <= now]
    halted = runs[-1][1]
    stopped_at = row.stopped_at if row.stopped_at and row.stopped_at <= now else None
    if stopped_at is None and halted and ended:
        stopped_at = _read(halted)
    clock = Clock.from_rows(runs, target=timedelta(seconds=row.target_s), hours=row.hours, stopped_at=stopped_at)
    return replace(row, runs=runs, due_at=clock.due_at(), stopped_at=stopped_at)


def _late_escalations(lives: Lives) -> list[OpenEscalation]:
    """Return the late escalations of the cases open at as-of that the filter chose."""
    asked = set(lives.facts.cases.number[lives.is_open].tolist())
    return [one for one in late(lives.facts.escalations, lives.facts.as_of) if one.case in asked]


def _sla(lives: Lives, promise: str) -> dict[str, Any]:
    """Return the three ways to count one promise, one verdict per case."""
    now, window = lives.facts.as_of, Window(lives.facts.since, lives.facts.until)
    known = [one for one in verdicts(lives, promise) if lives.counts[one.case]]
    missed = [one for one in known if one.missed_at]
    met = [one for one in known if one.stopped_at and not one.missed_at]
    late_stop = [one for one in missed if one.stopped_at]
    due_met = [one for one in met if one.due_at and one.due_at <= now]
    ways = {
        "decided": (
            [one for one in met if window.holds(one.stopped_at)],
            [one for one in missed if window.holds(one.missed_at)],
            {*_cases(met), *_cases(missed)},
        ),
        "by_due": (
            [one for one in due_met if window.holds(one.due_at)],
            [one for one in missed if window.holds(one.missed_at)],
            {*_cases(due_met), *_cases(missed)},
        ),
        "by_close": (
            [one for one in met if window.holds(one.stopped_at)],
            [one for one in late_stop if window.holds(one.stopped_at)],
            {*_cases(met), *_cases(late_stop)},
        ),
    }
    asked = set(np.flatnonzero(lives.counts & lives.opened).tolist())
    return {way: _share(len(kept), len(broken), len(asked - seen)) for way, (kept, broken, seen) in ways.items()}


def _share(met: int, missed: int, excluded: int) -> dict[str, Any]:
    n = met + missed
    return {"met": met, "missed": missed, "excluded": excluded, "percent": 100 * met / n if n else None}


def _cases(known: Sequence[Verdict]) -> set[int]:
    return {one.case for one in known}


def _verdict(row: PromiseRow, now: datetime, *, ended: bool) -> Verdict:
    """Return how the promise stood: the first miss on record by now, else one of the clock as it stood."""
    then = stood(row, now, ended=ended)
    first = row.first_missed_at if is_overdue(row.first_missed_at, now) else None
    missed = then.due_at if is_overdue(then.due_at, then.stopped_at or now) else None
    return Verdict(row.case, then.due_at, then.stopped_at, first or missed)


def _read(instant: str | None) -> datetime:
    return datetime.fromisoformat(str(instant))
