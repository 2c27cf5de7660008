"""The append-only truth: timeline, audit trail and source of every clock."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel


class Event(SQLModel, table=True):
    """One fact about one subject, chained to the one before; a case's event carries its state afterwards."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("subject", "seq"),
        UniqueConstraint("case_id", "seq"),
        Index("events_at", "at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    subject: str  # "case:48213", "client:3", "user:7"
    seq: int
    kind: str  # "case:escalated"
    case_id: int | None = None
    client_id: int | None = Field(default=None, foreign_key="clients.id")
    actor_id: int | None = Field(default=None, foreign_key="users.id")  # none: the system
    at: datetime  # when it happened
    recorded_at: datetime  # when we wrote it
    status: str | None = None
    team_id: int | None = Field(default=None, foreign_key="teams.id")
    tier: int | None = None
    owner_id: int | None = Field(default=None, foreign_key="users.id")
    is_accepted: bool | None = None  # somebody in the current team has taken it
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    prev: str
    hash: str


class EventText(SQLModel, table=True):
    """Free text or a personal field of an event: kept apart, so that it can be erased and the chain still verifies."""

    __tablename__ = "event_texts"

    event_id: int = Field(foreign_key="events.id", primary_key=True)
    field: str = Field(primary_key=True)
    client_id: int | None = Field(default=None, foreign_key="clients.id")
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    text: str
