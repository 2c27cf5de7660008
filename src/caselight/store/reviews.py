"""Reviews as they were frozen, and their schedules; and how often cases came again in a period."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.micros import to_micros
from caselight.core.people import Scope
from caselight.core.recurrence import WITHIN, kind_of, numbered, recurring
from caselight.core.review import Again, Period
from caselight.core.review.period import A_DAY
from caselight.store.caselist import COUNTS
from caselight.store.chain import Break
from caselight.store.scoping import unsearched, within
from caselight.store.tables import Case, Client, Event, Review, ReviewSchedule, User


class Listed(NamedTuple):
    """A review in a list."""

    id: int
    client_id: int
    client: str
    since: datetime
    until: datetime
    zone: str
    as_of: datetime
    made_by: str | None
    schedule_id: int | None
    sha256: str

    @property
    def period(self) -> Period:
        """Return its days."""
        zone = ZoneInfo(self.zone)
        return Period(self.since.astimezone(zone).date(), self.until.astimezone(zone).date() - A_DAY, self.zone)


class Kept(NamedTuple):
    """A review whole, its body as the text that was hashed."""

    id: int
    client_id: int
    as_of: datetime
    sha256: str
    body: str


class Scheduled(NamedTuple):
    """A schedule as it is kept, and until when its reviews are made."""

    id: int
    version: int
    client_id: int
    client: str
    zone: str
    every: str
    weekday: int
    hour: int
    addresses: list[str]
    begins_at: datetime
    is_active: bool
    made_until: datetime | None


def listed(session: Session, scope: Scope) -> list[Listed]:
    """Return the reviews of the clients in scope, the latest day first, then by client, the newest first."""
    own = [getattr(Review, name) for name in Listed._fields[3:7]]
    statement = (
        select(
            col(Review.id),
            col(Review.client_id),
            col(Client.name),
            *map(col, own),
            col(User.name),
            col(Review.schedule_id),
            col(Review.sha256),
        )
        .join(Client, col(Client.id) == col(Review.client_id))
        .join(User, col(User.id) == col(Review.made_by), isouter=True)
        .order_by(col(Client.name), col(Review.id).desc())
    )
    rows = [Listed(*row) for row in session.execute(within(statement, col(Review.client_id), scope))]
    return sorted(rows, key=lambda one: one.period.last, reverse=True)


def one(session: Session, scope: Scope, number: int) -> Kept | None:
    """Return a review; none where it is missing or another scope's."""
    statement = select(*(col(getattr(Review, name)) for name in Kept._fields)).where(col(Review.id) == number)
    row = session.execute(within(statement, col(Review.client_id), scope)).one_or_none()
    return Kept(*row) if row else None


def schedules(session: Session, scope: Scope) -> list[Scheduled]:
    """Return the schedules of the clients in scope by client; the few that there are, in one statement."""
    names = ("id", "version", "client_id", "every", "weekday", "hour", "addresses", "begins_at", "is_active")
    made = (
        select(col(Review.schedule_id), func.max(col(Review.until)).label("until"))
        .where(col(Review.schedule_id).is_not(None))
        .group_by(col(Review.schedule_id))
        .subquery()
    )
    columns: list[Any] = [col(getattr(ReviewSchedule, name)) for name in names]
    statement = (
        select(*columns, col(Client.name).label("client"), col(Client.zone), made.c.until.label("made_until"))
        .join(Client, col(Client.id) == col(ReviewSchedule.client_id))
        .join(made, made.c.schedule_id == col(ReviewSchedule.id), isouter=True)
        .order_by(col(Client.name), col(ReviewSchedule.id))
    )
    rows = session.execute(within(statement, col(ReviewSchedule.client_id), scope)).mappings()
    return [Scheduled(**row) for row in rows]


def came_again(session: Session, scope: Scope, *, since: datetime, until: datetime) -> Again:
    """Return how many cases opened in [since, until) came within 30 days of another of their kind."""
    names = ("id", "client_id", "service_id", "root_cause", "record_type", "opened_at")
    statement = select(*(col(getattr(Case, name)) for name in names)).where(
        COUNTS, col(Case.opened_at) >= since - WITHIN, col(Case.opened_at) < until
    )
    rows = session.execute(within(statement, unsearched(col(Case.client_id)), scope)).all()
    kinds = numbered(
        kind_of(client_id=client, service_id=service, root_cause=cause, record_type=kind)
        for _, client, service, cause, kind, _ in rows
    )
    opened = np.array([to_micros(row[-1]) for row in rows], dtype=np.int64)
    again = recurring(kinds, opened, [row[0] for row in rows])
    asked = opened >= to_micros(since)
    return Again(int(np.count_nonzero(again & asked)), int(np.count_nonzero(asked)))


def breaks(session: Session) -> Iterator[Break]:
    """Yield each review that does not say any more what its event says it said."""
    statement = select(col(Review.id), col(Review.body), col(Review.sha256), col(Event.seq), col(Event.body)).join(
        Event, col(Event.subject) == func.concat("review:", col(Review.id)), isouter=True
    )
    for number, text, sha256, seq, event in session.execute(statement.execution_options(yield_per=100)):
        if event is None or event.get("sha256") != sha256 or hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield Break(f"review:{number}", None, seq or 1, "the review was changed after it was made")
