"""The clocks of cases as figures and forecasts need them."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session, col

from caselight.core.kpis import PromiseRow
from caselight.core.people import Scope
from caselight.store import calendars
from caselight.store.rewound import Before
from caselight.store.scoping import unsearched, within
from caselight.store.tables import CaseClock

KEPT: dict[str, object] = {}  # stands for a clock that has not changed


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


def put_back(session: Session, rows: Iterable[PromiseRow], before: Before) -> list[PromiseRow]:
    """Return the clocks as they stood before they changed; one that was not there yet is left out."""
    hours = calendars.hours(session)
    found = []
    for row in rows:
        image = before.clocks.get((row.case, row.promise), KEPT)
        if image is KEPT:
            found.append(row)
        elif image is not None:
            then = {name: image[name] for name in ("runs", "target_s", "due_at", "stopped_at", "first_missed_at")}
            found.append(replace(row, hours=hours[image["calendar_id"]], **then))
    return found
