"""Which version of a contract, of a calendar and of a target holds for a case."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.promises import NEVER_HELD, PAUSABLE
from caselight.store.tables import Calendar, Contract, Target


def contract(session: Session, client_id: int, at: datetime) -> Contract | None:
    """Return the version of the client's contract that holds for what is opened at an instant."""
    versions = select(Contract).where(col(Contract.client_id) == client_id, col(Contract.valid_from) <= at)
    return session.scalars(versions.order_by(col(Contract.valid_from).desc()).limit(1)).one_or_none()


def targets(session: Session, contract_id: int, *, record_type: str, priority: int) -> dict[str, Target]:
    """Return the target of each promise; one that names the record type goes before the one for any."""
    rows = select(Target).where(col(Target.contract_id) == contract_id, col(Target.priority) == priority)
    return closest(session.scalars(rows), record_type=record_type, priority=priority)


def closest(rows: Iterable[Target], *, record_type: str, priority: int) -> dict[str, Target]:
    """Return, of all targets of a contract, the one of each promise that fits best."""
    fitting = (row for row in rows if row.priority == priority and row.record_type in ("", record_type))
    return {row.promise: row for row in sorted(fitting, key=lambda row: (row.record_type, row.promise))}


def calendar(session: Session, calendar_id: int | None, at: datetime) -> int | None:
    """Return the id of the version that holds at an instant of the calendar meant; none means around the clock."""
    if calendar_id is None:
        return None
    named = select(col(Calendar.name)).where(col(Calendar.id) == calendar_id).scalar_subquery()
    versions = select(col(Calendar.id)).where(col(Calendar.name) == named, col(Calendar.valid_from) <= at)
    return session.scalars(versions.order_by(col(Calendar.valid_from).desc()).limit(1)).first() or calendar_id


def same_calendar(session: Session, one: int | None, other: int | None) -> bool:
    """Say whether two ids mean the same calendar, if in different versions."""
    if one is None or other is None:
        return one == other
    return session.get_one(Calendar, one).name == session.get_one(Calendar, other).name


def hours(session: Session, calendar_id: int | None) -> BusinessHours:
    """Return the hours of a version; no calendar means around the clock."""
    return BusinessHours.from_dict(session.get_one(Calendar, calendar_id).hours) if calendar_id else ALWAYS


def waiting_pauses(version: Contract, target: Target) -> bool:
    """Say whether waiting holds the clock: as the target says, else as the contract does for the resolution."""
    if target.promise in NEVER_HELD:
        return False
    if target.waiting_pauses is not None:
        return target.waiting_pauses
    return version.waiting_pauses and target.promise in PAUSABLE
