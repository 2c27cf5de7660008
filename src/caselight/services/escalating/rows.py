"""The rows of escalations: read, changed with a note for the event, and their clocks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core.chain import instant
from caselight.core.clock import Clock
from caselight.core.escalation import Way, silent_at
from caselight.core.matrix_defaults import UPDATE_EVERY
from caselight.core.promises import Promise
from caselight.services import promised
from caselight.services.work import Work
from caselight.store.tables import Case, CaseClock, Escalation, Event

INSTANTS = ("acknowledged_at", "ack_due_at", "resolve_due_at", "armed_at", "passed_on_at", "ended_at")


def open_rows(work: Work, case: Case) -> list[Escalation]:
    """Return the escalations of a case that have not ended, the watch on the first line among them."""
    statement = select(Escalation).where(col(Escalation.case_id) == case.id, col(Escalation.ended_at).is_(None))
    found = work.session.scalars(statement.order_by(col(Escalation.id)))
    return [row for row in found if row.ended_at is None]  # one that ends in this transaction is not written yet


def change(work: Work, row: Escalation, **columns: Any) -> None:  # noqa: ANN401 – any column's value
    """Change an escalation and note it for the event, so that it can be audited and undone."""
    noted = work.escalation_changes.setdefault(key_of(row), {})
    for name, value in columns.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            noted[name] = [noted[name][0] if name in noted else plain(before), plain(value)]
    if not noted:
        del work.escalation_changes[key_of(row)]


def key_of(row: Escalation) -> str:
    """Return what events call an escalation: one event raises at most one of each way."""
    return f"{row.way}:{row.raised_seq}"


def plain(value: Any) -> Any:  # noqa: ANN401 – any column's value
    """Return a value as events hold it."""
    return instant(value) if isinstance(value, datetime) else value


def read(name: str, value: Any) -> Any:  # noqa: ANN401 – any column's value
    """Return a value that an event holds as the column does."""
    return datetime.fromisoformat(value) if name in INSTANTS and value else value


def clock_of(work: Work, row: Escalation) -> Clock:
    """Return the clock of the resolve step."""
    target = timedelta(minutes=row.matrix["resolve_minutes"])
    return Clock.from_rows(row.runs, target=target, hours=promised.hours_of(work, row.calendar_id))


def look_again(work: Work, case: Case, row: Escalation) -> None:
    """Set when the sweep must look at an escalation next."""
    is_over = row.ended_at is not None or row.passed_on_at is not None
    acknowledge = row.ack_due_at if row.acknowledged_at is None else silent(work, case, row)
    instants = [at for at in (acknowledge, row.resolve_due_at) if at is not None]
    row.next_at = None if is_over else min(instants, default=None)


def silent(work: Work, case: Case, row: Escalation) -> datetime | None:
    """Return when an acknowledged escalation is called anew for want of an update."""
    if row.acknowledged_at is None or row.way == Way.FIRST_LINE:
        return None
    return silent_at(clock_of(work, row), row.acknowledged_at, spoken(work, case, row), update_every(work, case))


def spoken(work: Work, case: Case, row: Escalation) -> list[datetime]:
    """Return when people did something on the case since it was acknowledged."""
    statement = select(col(Event.at)).where(
        col(Event.case_id) == case.id, col(Event.actor_id).is_not(None), col(Event.at) > row.acknowledged_at
    )
    return list(work.session.scalars(statement.order_by(col(Event.seq))))


def update_every(work: Work, case: Case) -> timedelta:
    """Return how often the customer is promised an update; where no contract says, by priority."""
    statement = select(col(CaseClock.target_s)).where(
        col(CaseClock.case_id) == case.id, col(CaseClock.promise) == Promise.UPDATE
    )
    seconds = work.session.scalars(statement).first()
    return timedelta(seconds=seconds) if seconds else timedelta(minutes=UPDATE_EVERY[case.priority])


def snapshot(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the matrix as an escalation keeps it."""
    return {name: plain(value) for name, value in values.items() if value is not None}
