"""Opening hours as figures need them: clients share calendars, so these reads have no scope."""

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.hours import ALWAYS, BusinessHours
from caselight.store.tables import Calendar


def hours(session: Session) -> dict[int | None, BusinessHours]:
    """Return the hours of every version of every calendar, by its id; no calendar means around the clock."""
    rows = session.execute(select(col(Calendar.id), col(Calendar.hours)))
    return {None: ALWAYS, **{calendar_id: BusinessHours.from_dict(kept) for calendar_id, kept in rows}}
