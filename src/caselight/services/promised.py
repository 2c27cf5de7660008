"""The clocks of a case: started from its contract, moved by what happens to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core.chain import instant
from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.promises import Promise
from caselight.services.work import Work
from caselight.store.tables import Calendar, Case, CaseClock, Contract, Target

PAUSABLE = (Promise.RESOLUTION,)
Move = Callable[[Clock], Clock]


def start(work: Work, case: Case) -> None:
    """Start every clock the contract in force at opening promises for the case's priority."""
    contract = contract_at(work, case)
    for target in _targets(work, contract, case.priority) if contract else ():
        hours = hours_of(work, target.calendar_id)
        clock = Clock.start(timedelta(minutes=target.minutes), hours, case.opened_at)
        row = CaseClock(
            case_id=case.id or 0,
            client_id=case.client_id,
            promise=target.promise,
            contract_id=target.contract_id,
            calendar_id=target.calendar_id,
            target_s=target.minutes * 60,
            waiting_pauses=bool(contract and contract.waiting_pauses and target.promise in PAUSABLE),
            runs=[],
            started_at=case.opened_at,
        )
        _write(work, row, clock)
        work.session.add(row)


def move(work: Work, case: Case, how: Move, *, only: Callable[[CaseClock], bool] = lambda _row: True) -> None:
    """Move the clocks of a case that `only` picks, and note each one moved for the event."""
    for row in clocks_of(work, case):
        if only(row):
            _write(work, row, how(clock_of(work, row)))


def re_aim(work: Work, case: Case) -> None:
    """Aim the clocks at the targets of the case's new priority, from their start, keeping time used and pauses."""
    rows = clocks_of(work, case)
    for row in rows:
        target = work.session.scalars(
            select(Target).where(
                col(Target.contract_id) == row.contract_id,
                col(Target.priority) == case.priority,
                col(Target.promise) == row.promise,
            )
        ).one_or_none()
        if target is None:
            continue
        before, clock = image(row), clock_of(work, row)
        _keep_first_miss(row, clock, work)
        row.target_s, row.calendar_id = target.minutes * 60, target.calendar_id
        aimed = clock.aim(timedelta(minutes=target.minutes), hours_of(work, target.calendar_id))
        _write(work, row, aimed, before)


def clocks_of(work: Work, case: Case) -> list[CaseClock]:
    """Return the clock rows of a case."""
    rows = select(CaseClock).where(col(CaseClock.case_id) == case.id).order_by(col(CaseClock.promise))
    return list(work.session.scalars(rows))


def clock_of(work: Work, row: CaseClock) -> Clock:
    """Return a row as the clock it stands for."""
    target, hours = timedelta(seconds=row.target_s), hours_of(work, row.calendar_id)
    return Clock.from_rows(row.runs, target=target, hours=hours, stopped_at=row.stopped_at)


def hours_of(work: Work, calendar_id: int | None) -> BusinessHours:
    """Return a calendar's hours; no calendar means around the clock."""
    return BusinessHours.from_dict(work.session.get_one(Calendar, calendar_id).hours) if calendar_id else ALWAYS


def contract_at(work: Work, case: Case) -> Contract | None:
    """Return the contract version in force when the case was opened."""
    versions = select(Contract).where(
        col(Contract.client_id) == case.client_id, col(Contract.valid_from) <= case.opened_at
    )
    return work.session.scalars(versions.order_by(col(Contract.valid_from).desc()).limit(1)).one_or_none()


def image(row: CaseClock) -> dict[str, Any]:
    """Return what an event keeps of a clock, so that a change can be audited and undone."""
    instants = {name: getattr(row, name) for name in ("due_at", "stopped_at", "first_missed_at")}
    return {
        "runs": row.runs,
        "target_s": row.target_s,
        "calendar_id": row.calendar_id,
        **{name: instant(at) if at else None for name, at in instants.items()},
    }


def _targets(work: Work, contract: Contract, priority: int) -> list[Target]:
    statement = select(Target).where(col(Target.contract_id) == contract.id, col(Target.priority) == priority)
    return list(work.session.scalars(statement.order_by(col(Target.promise))))


def _write(work: Work, row: CaseClock, clock: Clock, before: dict[str, Any] | None = None) -> None:
    """Write a clock to its row, and both images to the event: `before` where the row has been changed already."""
    before = before or (image(row) if row.runs else None)
    row.runs, row.stopped_at, row.due_at = clock.to_rows(), clock.stopped_at, clock.due_at()
    _keep_first_miss(row, clock, work)
    after = image(row)
    if before != after:
        first = work.clock_changes.get(row.promise, [before])[0]
        work.clock_changes[row.promise] = [first, after]


def _keep_first_miss(row: CaseClock, clock: Clock, work: Work) -> None:
    if row.first_missed_at is None and clock.state(work.now) == "missed":
        row.first_missed_at = clock.due_at()
