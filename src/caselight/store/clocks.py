"""The clocks of cases as figures and forecasts need them."""

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session, col

from caselight.core.kpis import PromiseRow
from caselight.core.people import Scope
from caselight.store import calendars
from caselight.store.scoping import unsearched, within
from caselight.store.tables import CaseClock


def clocks(session: Session, scope: Scope, which: ColumnElement[bool] | None = None) -> list[PromiseRow]:
    """Return the clocks in scope for which this holds, or all, each with the number of its case."""
    statement = select(
        col(CaseClock.case_id),
        col(CaseClock.promise),
        col(CaseClock.target_s),
        col(CaseClock.calendar_id),
        col(CaseClock.runs),
        col(CaseClock.due_at),
        col(CaseClock.stopped_at),
        col(CaseClock.first_missed_at),
    ).where(true() if which is None else which)
    rows = session.execute(within(statement, unsearched(col(CaseClock.client_id)), scope)).all()
    hours = calendars.hours(session)
    return [
        PromiseRow(case, promise, target_s, hours[calendar_id], *rest)
        for case, promise, target_s, calendar_id, *rest in rows
    ]
