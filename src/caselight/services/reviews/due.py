"""Reviews that fell due by their schedules: each made once, whoever comes first, and put into the outbox with it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.review import Every, Period, Plan
from caselight.core.review.schedule import due
from caselight.services.reviews import letters
from caselight.services.reviews.making import Whole, freeze, worked_out
from caselight.store import reviews
from caselight.store.engine import Store
from caselight.store.reviews import Scheduled
from caselight.store.tables import Client, Review, ReviewSchedule

LOG = logging.getLogger("caselight")


@dataclass(slots=True)
class Made:
    """What came of a look: reviews made, letters put into the outbox, and schedules put off to the next look."""

    reviews: int = 0
    letters: int = 0
    failed: int = 0


def make_due(store: Store, *, now: datetime) -> Made:
    """Make every review that fell due by now, also those of days on which no worker ran.

    What is made depends on the data and `now` alone. A schedule that fails is reported, and tried again next time.
    """
    made = Made()
    with store.reading(EVERYTHING) as session:
        known = [one for one in reviews.schedules(session, EVERYTHING) if one.is_active]
    for schedule in known:
        try:
            for period in owed(schedule, now):
                _make(store, schedule, period, now, made)
        except Exception:  # one client's trouble must not keep the others' reviews
            LOG.exception("The review of %s could not be made; it is tried again.", schedule.client)
            made.failed += 1
    return made


def owed(schedule: Scheduled, now: datetime) -> Iterator[Period]:
    """Yield the periods whose reviews are due and not made yet, oldest first."""
    plan = Plan(Every(schedule.every), schedule.weekday, schedule.hour, schedule.zone)
    made = schedule.made_until
    after = max(schedule.begins_at, made) if made else schedule.begins_at
    return (period for _, period in due(plan, after=after, now=now) if made is None or period.until > made)


def _make(store: Store, schedule: Scheduled, period: Period, now: datetime, made: Made) -> None:
    with store.reading(EVERYTHING) as session:
        whole = worked_out(session, session.get_one(Client, schedule.client_id), period, as_of=now)
    sent = store.transact(lambda session: _keep(session, whole, schedule.id, now), EVERYTHING)
    if sent is not None:
        made.reviews += 1
        made.letters += sent


def _keep(session: Session, whole: Whole, schedule_id: int, now: datetime) -> int | None:
    """Freeze the review with its letters; None where another worker was faster, or the schedule was ended meanwhile.

    The lock on the schedule's row is what two workers meet at; the unique key would refuse the second anyhow.
    """
    schedule = session.get(ReviewSchedule, schedule_id, with_for_update=True)
    there = select(col(Review.id)).where(
        col(Review.schedule_id) == schedule_id,
        col(Review.since) == whole.period.since,
        col(Review.until) == whole.period.until,
    )
    if schedule is None or not schedule.is_active or session.scalars(there).first() is not None:
        return None
    number = freeze(session, whole, actor=SYSTEM, now=now, schedule_id=schedule_id)
    return letters.put(session, number, schedule, now=now)
