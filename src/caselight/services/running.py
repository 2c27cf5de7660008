"""Running clocks under a new version of a contract or a calendar: which would move, by how much, and moving them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from caselight.core.clock import Clock
from caselight.core.hours import BusinessHours
from caselight.core.lifecycle import Status
from caselight.core.people import Principal
from caselight.services import in_force, promised
from caselight.services.work import Work
from caselight.store.tables import Calendar, Case, CaseClock, Contract, Target


@dataclass(frozen=True, slots=True)
class Move:
    """A running clock that a new version would move; without an instant it is paused."""

    case: int
    promise: str
    target: timedelta
    new_target: timedelta
    due_at: datetime | None
    new_due_at: datetime | None

    @property
    def by(self) -> timedelta | None:
        """Return how much later it would be due, negative for earlier; None where a pause keeps it unknown."""
        return self.new_due_at - self.due_at if self.due_at and self.new_due_at else None


@dataclass(frozen=True, slots=True)
class Planned:
    """A running clock as it is, and what it would be aimed at."""

    row: CaseClock
    is_waiting: bool
    old_hours: BusinessHours
    target: timedelta
    hours: BusinessHours
    calendar_id: int | None
    pauses: bool

    def aimed(self, clock: Clock, now: datetime) -> Clock:
        """Return the clock aimed anew, held or running as the new version says of waiting."""
        clock = clock.aim(self.target, self.hours)
        if not self.is_waiting:
            return clock
        return clock.pause(now) if self.pauses else clock.resume(now)

    def clock(self) -> Clock:
        """Return the clock as it is."""
        target = timedelta(seconds=self.row.target_s)
        return Clock.from_rows(self.row.runs, target=target, hours=self.old_hours, stopped_at=self.row.stopped_at)

    def move(self, now: datetime) -> Move | None:
        """Return how the clock would move; None where nothing anybody sees would change."""
        clock = self.clock()
        aimed = self.aimed(clock, now)
        seen = (clock.target, clock.due_at(), clock.elapsed(now), self.row.waiting_pauses)
        if seen == (aimed.target, aimed.due_at(), aimed.elapsed(now), self.pauses):
            return None
        return Move(self.row.case_id, self.row.promise, clock.target, aimed.target, clock.due_at(), aimed.due_at())


def under_contract(session: Session, version: Contract, targets: Sequence[Target]) -> Iterator[Planned]:
    """Yield the running clocks of the contract's client that the version has a target for."""
    for row, case in _running(session, col(CaseClock.client_id) == version.client_id):
        target = in_force.closest(targets, record_type=case.record_type, priority=case.priority).get(row.promise)
        if target is None:
            continue
        calendar_id = promised.calendar_of(session, row, target, case)
        yield Planned(
            row,
            case.status == Status.WAITING,
            in_force.hours(session, row.calendar_id),
            timedelta(minutes=target.minutes),
            in_force.hours(session, calendar_id),
            calendar_id,
            in_force.waiting_pauses(version, target),
        )


def under_calendar(session: Session, version: Calendar) -> Iterator[Planned]:
    """Yield the running clocks that count by any version of the calendar."""
    versions = select(col(Calendar.id)).where(col(Calendar.name) == version.name)
    hours = BusinessHours.from_dict(version.hours)
    for row, case in _running(session, col(CaseClock.calendar_id).in_(versions)):
        yield Planned(
            row,
            case.status == Status.WAITING,
            in_force.hours(session, row.calendar_id),
            timedelta(seconds=row.target_s),
            hours,
            version.id,
            row.waiting_pauses,
        )


def moves(planned: Iterable[Planned], now: datetime) -> tuple[Move, ...]:
    """Return the moves there would be, the clocks that stay where they are left out."""
    return tuple(move for each in planned if (move := each.move(now)))


def apply(
    session: Session, planned: Iterable[Planned], *, actor: Principal, now: datetime, contract_id: int | None = None
) -> tuple[Move, ...]:
    """Move every clock that would move, with one event for each case, and return the moves."""
    found = [(each, move) for each in planned if (move := each.move(now))]
    for number, same in groupby(found, key=lambda pair: pair[1].case):
        work = Work(session, actor, now)
        case = work.case(number)
        for each, _ in same:
            _aim(work, case, each, contract_id)
        work.record(case, "case:clock_moved")
    return tuple(move for _, move in found)


def _aim(work: Work, case: Case, each: Planned, contract_id: int | None) -> None:
    row = each.row
    row.contract_id, row.waiting_pauses = contract_id or row.contract_id, each.pauses
    promised.aim(work, row, each.target, each.calendar_id)
    if each.is_waiting:
        promised.move(work, case, lambda clock: each.aimed(clock, work.now), only=lambda other: other.id == row.id)


def _running(session: Session, which: ColumnElement[bool]) -> list[tuple[CaseClock, Case]]:
    """Return clocks that have not stopped, case by case; what is frozen is never looked at."""
    rows = (
        select(CaseClock, Case)
        .join(Case, col(Case.id) == col(CaseClock.case_id))
        .where(col(CaseClock.stopped_at).is_(None), which)
        .order_by(col(CaseClock.case_id), col(CaseClock.promise))
    )
    return [(row, case) for row, case in session.execute(rows)]
