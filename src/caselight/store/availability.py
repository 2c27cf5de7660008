"""The interruptions of a period, planned and unplanned, as the Interruptions page counts and draws them."""

from datetime import datetime
from math import inf

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from caselight.core.availability import Spell
from caselight.core.people import Scope
from caselight.core.records.interruption import Effect, Severity
from caselight.store.among import ALL, Among
from caselight.store.caselist import COUNTS
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, Interval

started_at, ended_at = col(Interval.started_at), col(Interval.ended_at)


def spells(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> list[Spell]:
    """Return the intervals that lie in [since, until) at least in part; of severity none only the planned ones.

    What began before may last still, so all that began earlier is looked through, by `interruptions_started`:
    interruptions are few, cases many.
    """
    lies_inside = and_(started_at < until, or_(ended_at.is_(None), ended_at > since, started_at >= since))
    statement = (
        select(
            col(Interval.case_id),
            col(Interval.client_id),
            col(Interval.service_id),
            started_at,
            ended_at,
            col(Interval.effect),
            col(Interval.is_planned),
            col(Interval.vendor),
        )
        .join(Case, col(Case.id) == unsearched(col(Interval.case_id)))  # from few to many, never back
        .where(COUNTS, lies_inside, or_(col(Interval.is_planned), col(Interval.severity) != Severity.NONE.value))
        .order_by(started_at, col(Interval.id))
    )
    found = session.execute(among.narrow(within(statement, unsearched(col(Interval.client_id)), scope)))
    return [
        Spell(
            case,
            client,
            service,
            start.timestamp(),
            end.timestamp() if end else inf,
            effect == Effect.OUT.value,
            planned,
            vendor,
        )
        for case, client, service, start, end, effect, planned, vendor in found
    ]
