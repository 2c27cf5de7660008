"""The escalations of a period, found by the events that raised them, and those open now."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from caselight.core.escalation import Way
from caselight.core.escalation_report import Raised
from caselight.core.people import Scope
from caselight.store.among import ALL, Among
from caselight.store.escalation_rows import selected
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, Escalation, Event

FIELDS = tuple(each.name for each in fields(Raised))
RAISE = ("case:escalated", "case:raised_to_manager")
RECORDED = and_(
    col(Escalation.way) != Way.FIRST_LINE, or_(col(Escalation.outcome).is_(None), col(Escalation.outcome) != "undone")
)


def open_now(session: Session, scope: Scope, among: Among = ALL) -> tuple[Raised, ...]:
    """Return the open escalations, oldest first, by `escalations_active`."""
    statement = selected(FIELDS).where(RECORDED).where(col(Escalation.ended_at).is_(None))
    return _told(session, among.narrow(statement), scope)


def raised(session: Session, scope: Scope, among: Among = ALL, *, since: datetime) -> tuple[Raised, ...]:
    """Return the escalations raised since an instant, oldest first, by `events_at` and `escalations_case`."""
    statement = selected(FIELDS).where(RECORDED).join(Event, _raised_since(since))
    return _told(session, among.narrow(statement), scope)


def raised_at(session: Session, scope: Scope, among: Among = ALL, *, since: datetime) -> tuple[datetime, ...]:
    """Return when escalations were raised since an instant: for what is usual."""
    statement = select(col(Escalation.raised_at)).join(Event, _raised_since(since))
    if among != ALL:
        of_case = col(Case.id) == unsearched(col(Escalation.case_id))
        statement = among.narrow(statement.join(Case, of_case))
    statement = within(statement.where(RECORDED), unsearched(col(Escalation.client_id)), scope)
    return tuple(session.scalars(statement))


def _raised_since(since: datetime) -> Any:  # noqa: ANN401 – a condition
    """Join an escalation to the event that raised it; events are looked for by their instant and in no other way."""
    return and_(
        col(Escalation.case_id) == unsearched(col(Event.case_id)),
        col(Escalation.raised_seq) == unsearched(col(Event.seq)),
        col(Event.kind).in_(RAISE),
        col(Event.at) >= since,
    )


def _told(session: Session, statement: Any, scope: Scope) -> tuple[Raised, ...]:  # noqa: ANN401 – a select of many columns
    rows = session.execute(within(statement, col(Escalation.client_id), scope)).mappings()
    return tuple(sorted((Raised(**row) for row in rows), key=lambda one: (one.raised_at, one.id)))
