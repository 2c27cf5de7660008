"""Which failures have been creeping up: of all, of a client, of a type, of a type at a client."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.drift import LONGEST, drifting_since
from caselight.core.people import Scope
from caselight.store.among import ALL, Among
from caselight.store.caselist import COUNTS
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case

DAY = timedelta(days=1)


class Drift(NamedTuple):
    """What drifts up, and since when; no client means all of them, no type all types."""

    client_id: int | None
    record_type: str | None
    since: date


def drifting(session: Session, scope: Scope, among: Among = ALL, *, today: date, zone: ZoneInfo) -> list[Drift]:
    """Return what drifts up by the last full day, the narrowest first, by the index `cases_opened`."""
    began, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (today - DAY * LONGEST, today))
    statement = select(col(Case.client_id), col(Case.record_type), col(Case.opened_at)).where(
        COUNTS, col(Case.opened_at) >= began, col(Case.opened_at) < ends
    )
    statement = among.narrow(statement)
    counts = defaultdict[tuple[int | None, str | None], Counter[date]](Counter)
    first = today
    for client_id, record_type, opened_at in session.execute(within(statement, unsearched(col(Case.client_id)), scope)):
        day = opened_at.astimezone(zone).date()
        first = min(first, day)
        for kind in ((client_id, record_type), (client_id, None), (None, record_type), (None, None)):
            counts[kind][day] += 1
    days = [first + DAY * place for place in range((today - first).days)]
    found = ((kind, drifting_since([(day, own[day]) for day in days])) for kind, own in counts.items())
    drifts = [Drift(*kind, since) for kind, since in found if since]
    return sorted(drifts, key=lambda one: ((one.client_id is None) + (one.record_type is None), str(one)))
