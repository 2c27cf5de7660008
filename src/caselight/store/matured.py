"""How the resolution promises of the past ended: what the risk of open cases is read off."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import or_, select
from sqlmodel import Session, col

from caselight.core.forecast import HISTORY, Cell, Cohort, Matured, Shares, cohorts
from caselight.core.hours import BusinessHours
from caselight.core.lifecycle import LEFT_OUT
from caselight.core.people import Scope
from caselight.core.promises import Promise
from caselight.store import calendars
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, CaseClock


class Ended(NamedTuple):
    """A resolution clock whose due instant has passed."""

    case: int
    client_id: int
    priority: int
    calendar_id: int | None
    target_s: int
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    first_missed_at: datetime | None


def past(session: Session, scope: Scope, *, until: datetime) -> dict[Cell, Cohort]:
    """Return the matured cohorts of the clients in scope as of an instant."""
    since = until - HISTORY
    rows = ended(session, scope, since=since, until=until)
    used = shares(rows, calendars.hours(session), until).tolist()
    matured = [
        Matured((row.client_id, row.priority), row.started_at, share) for row, share in zip(rows, used, strict=True)
    ]
    return cohorts(matured, since=since)


def missed(session: Session, scope: Scope, *, since: datetime, until: datetime) -> dict[int, bool]:
    """Return for each case whose resolution was due in [since, until) whether it was missed."""
    rows = ended(session, scope, since=since, until=until)
    used = shares(rows, calendars.hours(session), until)
    return {row.case: bool(share > 1) for row, share in zip(rows, used, strict=True)}


def last_hour(now: datetime) -> datetime:
    """Return the last full hour: until then the past is read, so that it need not be read at every glance."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def ended(session: Session, scope: Scope, *, since: datetime, until: datetime) -> list[Ended]:
    """Return the resolution clocks due in [since, until), by `clocks_due`; what was cancelled by then is left out."""
    stopped_at = col(CaseClock.stopped_at)
    statement = (
        select(
            col(CaseClock.case_id),
            col(CaseClock.client_id),
            col(Case.priority),
            col(CaseClock.calendar_id),
            col(CaseClock.target_s),
            col(CaseClock.started_at),
            col(CaseClock.due_at),
            stopped_at,
            col(CaseClock.first_missed_at),
        )
        .join(Case, col(Case.id) == col(CaseClock.case_id))
        .where(
            col(CaseClock.promise) == Promise.RESOLUTION,
            col(CaseClock.due_at) >= since,
            col(CaseClock.due_at) < until,
            or_(col(Case.status).not_in(LEFT_OUT), stopped_at > until),
        )
    )
    return [Ended(*row) for row in session.execute(within(statement, unsearched(col(CaseClock.client_id)), scope))]


def shares(rows: Sequence[Ended], hours: Mapping[int | None, BusinessHours], until: datetime) -> Shares:
    """Return the share of its target each had used when it stopped, infinite where it was missed.

    What was left is the open time from the stop to the due instant, so the pauses need not be read.
    """
    used = np.full(len(rows), np.inf)
    kept = defaultdict[int | None, list[tuple[int, float, float, int]]](list)
    for place, row in enumerate(rows):
        if row.first_missed_at is None and row.stopped_at is not None and row.stopped_at <= min(row.due_at, until):
            span = place, row.stopped_at.timestamp(), row.due_at.timestamp(), row.target_s
            kept[row.calendar_id].append(span)
    for calendar_id, spans in kept.items():
        where, stops, dues, targets = np.array(spans).T
        used[where.astype(int)] = np.maximum(1 - hours[calendar_id].elapsed_seconds(stops, dues) / targets, 0)
    return used
