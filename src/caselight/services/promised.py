"""The clocks of a case: started from its contract, moved by what happens to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.chain import instant
from caselight.core.clock import Clock
from caselight.core.hours import BusinessHours
from caselight.core.promises import PAUSABLE, ROUNDS
from caselight.services import in_force, thresholds
from caselight.services.work import Work
from caselight.store.tables import Case, CaseClock, Contract, Target

Move = Callable[[Clock], Clock]


def start(work: Work, case: Case) -> None:
    """Start every clock the contract in force at opening promises for the case's type and priority."""
    contract = contract_at(work, case)
    for target in targets_of(work, contract.id, case).values() if contract else ():
        calendar_id = in_force.calendar(work.session, target.calendar_id, case.opened_at)
        clock = Clock.start(timedelta(minutes=target.minutes), hours_of(work, calendar_id), case.opened_at)
        row = CaseClock(
            case_id=case.id or 0,
            client_id=case.client_id,
            promise=target.promise,
            contract_id=target.contract_id,
            calendar_id=calendar_id,
            target_s=target.minutes * 60,
            waiting_pauses=bool(contract and in_force.waiting_pauses(contract, target)),
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
    for row in clocks_of(work, case):
        if target := targets_of(work, row.contract_id, case).get(row.promise):
            aim(work, row, timedelta(minutes=target.minutes), calendar_of(work.session, row, target, case))


def aim(work: Work, row: CaseClock, target: timedelta, calendar_id: int | None) -> None:
    """Aim one clock at a target in the hours of a version of its calendar; a miss of the old one stays."""
    before, clock = image(row), clock_of(work, row)
    _keep_first_miss(row, clock, work)
    thresholds.begin_cycle(work, row, clock)
    row.target_s, row.calendar_id = target // timedelta(seconds=1), calendar_id
    _write(work, row, clock.aim(target, hours_of(work, calendar_id)), before=before)


def calendar_of(session: Session, row: CaseClock, target: Target, case: Case) -> int | None:
    """Return the calendar version for a clock's new target: the one it counts by, if it stays with that calendar."""
    if in_force.same_calendar(session, row.calendar_id, target.calendar_id):
        return row.calendar_id
    return in_force.calendar(session, target.calendar_id, case.opened_at)


def begin_rounds(work: Work, case: Case) -> None:
    """End the round of each promise that is kept again and again, in time or late, and begin the next."""
    for row in clocks_of(work, case):
        if row.promise in ROUNDS and row.stopped_at is None:
            before, clock = image(row), clock_of(work, row)
            _keep_first_miss(row, clock, work)
            is_late = clock.state(work.now) == "missed"
            row.kept, row.missed = row.kept + (not is_late), row.missed + is_late
            _write(work, row, clock.restart(work.now), before=before)


def reopen(work: Work, case: Case) -> None:
    """Run the clocks of a reopened case again with the time used; what is kept in rounds begins a new one."""
    for row in clocks_of(work, case):
        if row.promise in (*PAUSABLE, *ROUNDS):
            again = clock_of(work, row).reopen(work.now)
            _write(work, row, again.restart(work.now) if row.promise in ROUNDS else again)


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
    return in_force.hours(work.session, calendar_id)


def contract_at(work: Work, case: Case) -> Contract | None:
    """Return the contract version in force when the case was opened."""
    return in_force.contract(work.session, case.client_id, case.opened_at)


def targets_of(work: Work, contract_id: int | None, case: Case) -> dict[str, Target]:
    """Return what a contract version promises on the case, by promise."""
    return in_force.targets(work.session, contract_id or 0, record_type=case.record_type, priority=case.priority)


def image(row: CaseClock) -> dict[str, Any]:
    """Return what an event keeps of a clock, so that a change can be audited and undone."""
    instants = {name: getattr(row, name) for name in ("due_at", "stopped_at", "first_missed_at")}
    return {
        "runs": row.runs,
        "target_s": row.target_s,
        "calendar_id": row.calendar_id,
        **{name: instant(at) if at else None for name, at in instants.items()},
        **({"kept": row.kept, "missed": row.missed} if row.promise in ROUNDS else {}),
    }


def _write(work: Work, row: CaseClock, clock: Clock, *, before: dict[str, Any] | None = None) -> None:
    """Put the clock into its row, and note for the event what it was and is."""
    thresholds.follow(work, row, clock)
    if row.runs:
        before = before or image(row)
        row.missed += _ends_late(work, row, clock)
    row.runs, row.stopped_at, row.due_at = clock.to_rows(), clock.stopped_at, clock.due_at()
    row.started_at = clock.runs[0].start
    _keep_first_miss(row, clock, work)
    after = image(row)
    if before != after:
        first = work.clock_changes.get(row.promise, [before])[0]
        work.clock_changes[row.promise] = [first, after]


def _ends_late(work: Work, row: CaseClock, clock: Clock) -> bool:
    """Say whether this stop ends a round late; one that ends early needed no update, and counts nowhere."""
    stops = clock.stopped_at is not None and row.stopped_at is None
    return row.promise in ROUNDS and stops and clock.state(work.now) == "missed"


def _keep_first_miss(row: CaseClock, clock: Clock, work: Work) -> None:
    if row.first_missed_at is None and clock.state(work.now) == "missed":
        row.first_missed_at = clock.due_at()
