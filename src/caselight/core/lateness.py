"""What is late, what soon will be, and what nobody holds: ONE definition for wall, Queue, lists and figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from caselight.core.escalation import OpenEscalation, Way

DUE_SOON = timedelta(minutes=30)  # by the wall clock
NEVER = datetime.max.replace(tzinfo=UTC)
STUCK_AFTER = timedelta(hours=24)  # without a touch, while work should go on


@dataclass(frozen=True, slots=True)
class RunningPromise:
    """A promise whose clock has not stopped; without a due instant it is paused."""

    promise: str
    due_at: datetime | None
    target: timedelta


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case as lists and walls need it."""

    number: int
    version: int
    client_id: int
    client: str
    record_type: str
    title: str
    status: str
    waiting_reason: str | None
    priority: int
    tier: int | None
    team_id: int | None
    team: str | None
    owner_id: int | None
    owner: str | None
    is_accepted: bool
    customers_affected: int | None
    opened_at: datetime
    touched_at: datetime
    next_step: str | None
    promises: tuple[RunningPromise, ...] = ()
    escalations: tuple[OpenEscalation, ...] = ()

    # The promise that falls, or fell, due first. Worked out once: a wall asks it of every open case ten times over.
    first_due: RunningPromise | None = field(init=False, repr=False, compare=False)
    due_at: datetime | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        timed = [(promise.due_at, index) for index, promise in enumerate(self.promises) if promise.due_at]
        first = self.promises[min(timed)[1]] if timed else None
        object.__setattr__(self, "first_due", first)
        object.__setattr__(self, "due_at", first.due_at if first else None)


def is_overdue(due_at: datetime | None, now: datetime) -> bool:
    """Say whether the instant has passed; due exactly now is not late yet."""
    return due_at is not None and due_at < now


def overdue(cases: Iterable[OpenCase], now: datetime) -> list[OpenCase]:
    """Return the cases with a promise past due, longest overdue first."""
    return _by_due(case for case in cases if is_overdue(case.due_at, now))


def due_soon(cases: Iterable[OpenCase], now: datetime) -> list[OpenCase]:
    """Return the cases, not overdue, with a promise due within 30 minutes, soonest first."""
    return [case for case in next_due(cases, now) if case.due_at and case.due_at <= now + DUE_SOON]


def next_due(cases: Iterable[OpenCase], now: datetime) -> list[OpenCase]:
    """Return the cases with a due instant still to come, soonest first."""
    return _by_due(case for case in cases if case.due_at is not None and not is_overdue(case.due_at, now))


def unowned(cases: Iterable[OpenCase]) -> list[OpenCase]:
    """Return the cases nobody owns, what falls due first first."""
    return _by_due(case for case in cases if case.owner_id is None)


def unacknowledged(cases: Iterable[OpenCase]) -> list[OpenCase]:
    """Return the cases that nobody in the present team has taken, what falls due first first."""
    return _by_due(case for case in cases if not case.is_accepted)


def stuck(cases: Iterable[OpenCase], now: datetime) -> list[OpenCase]:
    """Return the cases untouched for a day although nothing is waited for, longest untouched first."""
    still = (case for case in cases if case.status != "waiting" and case.touched_at < now - STUCK_AFTER)
    return sorted(still, key=lambda case: (case.touched_at, case.number))


def escalated(cases: Iterable[OpenCase]) -> list[OpenCase]:
    """Return the cases with an open escalation, what falls due first first."""
    return _by_due(case for case in cases if case.escalations)


def unanswered(cases: Iterable[OpenCase]) -> list[OpenEscalation]:
    """Return the open escalations of the cases that somebody must still acknowledge."""
    return [one for case in cases for one in case.escalations if one.is_unanswered]


def is_late(escalation: OpenEscalation, now: datetime) -> bool:
    """Say whether a step of an open escalation is past due; the watch on the first line is no escalation."""
    return escalation.way != Way.FIRST_LINE and any(is_overdue(at, now) for _, at in escalation.due())


def overdue_escalations(escalations: Iterable[OpenEscalation], now: datetime) -> list[OpenEscalation]:
    """Return the open escalations with a step past due, longest overdue first: the ONE definition."""
    late = [escalation for escalation in escalations if is_late(escalation, now)]
    return sorted(late, key=lambda escalation: (min(at for _, at in escalation.due()), escalation.id))


def _by_due(cases: Iterable[OpenCase]) -> list[OpenCase]:
    """Sort by due instant, cases without one last; then by priority and age."""
    return sorted(cases, key=lambda case: (case.due_at or NEVER, case.priority, case.number))
