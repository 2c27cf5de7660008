"""Interruptions as screens and figures ask for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Select, select, text
from sqlmodel import Session, col

from caselight.core.downtime import Down
from caselight.core.people import Scope
from caselight.core.records.interruption import Severity
from caselight.store.scoping import IS_OPEN, built_once, within
from caselight.store.tables import Case, Interval, Service

# In words, not parameters: only so does SQLite use the partial index `interruptions_open`.
LASTS = text("interruptions.ended_at IS NULL")
COUNTS: tuple[ColumnElement[bool], ...] = (
    col(Interval.is_planned).is_(False),
    col(Interval.severity) != Severity.NONE.value,
)


class IntervalRow(NamedTuple):
    """One interval of a case as its page shows it."""

    opened_seq: int
    place: int
    service: str | None
    started_at: datetime
    ended_at: datetime | None
    severity: str
    effect: str
    is_planned: bool
    announced_at: datetime | None
    vendor: str | None

    @property
    def key(self) -> str:
        """Return what the verbs call it."""
        return f"{self.opened_seq}.{self.place}"


class DownNow(NamedTuple):
    """A case with an unplanned interruption that lasts: since when, and how many customers it hits, if known."""

    case: int
    client_id: int
    since: datetime
    customers: int | None


def of_case(session: Session, scope: Scope, number: int) -> list[IntervalRow]:
    """Return the intervals of a case in the order in which they were opened."""
    statement = (
        select(
            col(Interval.opened_seq),
            col(Interval.place),
            col(Service.name),
            col(Interval.started_at),
            col(Interval.ended_at),
            col(Interval.severity),
            col(Interval.effect),
            col(Interval.is_planned),
            col(Interval.announced_at),
            col(Interval.vendor),
        )
        .join(Service, col(Service.id) == col(Interval.service_id), isouter=True)
        .where(col(Interval.case_id) == number)
        .order_by(col(Interval.opened_seq), col(Interval.place))
    )
    return [IntervalRow(*row) for row in session.execute(within(statement, col(Interval.client_id), scope))]


def down_now(session: Session, scope: Scope) -> list[DownNow]:
    """Return the open cases whose unplanned interruption lasts, the longest first, by the index `interruptions_open`.

    Their number, the customers hit and the longest are what a wall tells; how long it lasts is worked out when drawn.
    """
    rows = [DownNow(*row) for row in session.execute(_lasting(scope))]
    found: dict[int, DownNow] = {}
    for row in sorted(rows, key=lambda row: (row.since, row.case)):  # asked of SQLite, it would walk another index
        found.setdefault(row.case, row)
    return list(found.values())


def downs(session: Session, scope: Scope, place: Mapping[int, int], *, as_of: datetime) -> list[Down]:
    """Return the unplanned intervals begun by as-of; `place` says where each case stands among the cases."""
    statement = select(col(Interval.case_id), col(Interval.started_at), col(Interval.ended_at)).where(
        *COUNTS, col(Interval.started_at) <= as_of
    )
    found = session.execute(within(statement, col(Interval.client_id), scope))
    return [
        Down(place[case], started_at.timestamp(), ended_at.timestamp() if ended_at else np.inf)
        for case, started_at, ended_at in found
        if case in place
    ]


@built_once
def _lasting(scope: Scope) -> Select[*tuple[Any, ...]]:
    statement = (
        select(col(Case.id), col(Case.client_id), col(Interval.started_at), col(Case.customers_affected))
        .join(Case, col(Case.id) == col(Interval.case_id))
        .where(LASTS, *COUNTS, IS_OPEN)
    )
    return within(statement, col(Interval.client_id), scope)
