"""The moves of the cases of a period, read off their events."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.flow import Flow, flow
from caselight.core.kpis import Facts, Lives
from caselight.core.people import Scope
from caselight.store.among import ALL, Among
from caselight.store.kpi_reads import EVENT, Known, case_columns, event_columns, without_undone
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, Event


def of_period(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> Flow:
    """Return where the time of the cases opened in [since, until) went by then, by `cases_opened` and their events."""
    opened = (col(Case.opened_at) >= since, col(Case.opened_at) < until)
    client = unsearched(col(Case.client_id))
    cases = select(*(col(getattr(Case, name)) for name in Known._fields)).where(*opened).order_by(col(Case.id))
    cases, ids = (
        replace(among, priorities=()).narrow(within(each, client, scope))
        for each in (cases, select(col(Case.id)).where(*opened))
    )
    known = [Known(*row) for row in session.execute(cases)]
    events = select(*EVENT).where(col(Event.case_id).in_(ids), col(Event.at) < until)
    events = events.order_by(col(Event.case_id), col(Event.seq))
    rows = session.execute(events).all()
    there = {row.case_id for row in rows}
    known = [row for row in known if row.id in there]
    place = {row.id: index for index, row in enumerate(known)}
    return flow(
        Lives(
            Facts(
                as_of=until,
                cases=case_columns(known, frozenset(among.priorities)),
                events=event_columns(without_undone(rows), place),
                since=since.timestamp(),
                until=until.timestamp(),
            )
        )
    )
