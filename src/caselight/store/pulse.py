"""Signs of life: when something was last written, and when the background parts last ran."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.store.tables import Event, Heartbeat, SealRow


def newest_event_at(session: Session) -> datetime | None:
    """Return when the newest event was written; None in an empty database."""
    return session.scalar(select(col(Event.recorded_at)).order_by(col(Event.id).desc()).limit(1))


def newest_seal_at(session: Session) -> datetime | None:
    """Return when events were last sealed; by the primary key."""
    return session.scalar(select(col(SealRow.sealed_at)).order_by(col(SealRow.id).desc()).limit(1))


def heartbeats(session: Session) -> dict[str, datetime]:
    """Return when each background part last ran."""
    return {beat.name: beat.at for beat in session.scalars(select(Heartbeat))}
