"""When which service was interrupted."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

LASTS = text("ended_at IS NULL")


class Interval(SQLModel, table=True):
    """One stretch of an interruption of one service: `core.interruptions.Interval` as a row.

    Its key in events is the event that opened it and its place among those opened with it.
    """

    __tablename__ = "interruptions"
    __table_args__ = (
        UniqueConstraint("case_id", "opened_seq", "place", name="interruptions_key"),
        Index("interruptions_open", "client_id", "started_at", sqlite_where=LASTS, postgresql_where=LASTS),
        Index("interruptions_started", "started_at", "client_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    client_id: int = Field(foreign_key="clients.id")
    service_id: int | None = Field(default=None, foreign_key="services.id")  # none: none in particular
    opened_seq: int
    place: int = 0
    started_at: datetime
    ended_at: datetime | None = None  # none: it still lasts
    severity: str
    effect: str
    is_planned: bool = False
    announced_at: datetime | None = None
    vendor: str | None = None  # as the record says it
