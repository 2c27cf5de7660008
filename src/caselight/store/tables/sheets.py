"""Sheets: interactions, actions, feedback and whatever else is filled in on a case."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

IS_DUE = text("due_at IS NOT NULL AND done_at IS NULL AND withdrawn_at IS NULL")


class CaseSheet(SQLModel, table=True):
    """One sheet of a case, called by the event that added it; each change of it has its event, or the commit fails.

    `details` holds every field but the personal ones: those are texts of the event `words_seq`, and nowhere else.
    """

    __tablename__ = "sheets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "seq"],
            ["events.case_id", "events.seq"],
            name="sheets_change_has_its_event",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("sheets_due", "due_at", "client_id", "kind", sqlite_where=IS_DUE, postgresql_where=IS_DUE),
        Index("sheets_at", "at", "kind", "client_id"),
    )

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    number: int = Field(primary_key=True)  # seq of the event that added it
    client_id: int = Field(foreign_key="clients.id")
    kind: str
    seq: int  # of the event that changed it last
    words_seq: int  # of the event whose texts are its personal fields
    by_id: int | None = Field(default=None, foreign_key="users.id")  # none: the system
    at: datetime  # when it happened, which may be before it was entered
    due_at: datetime | None = None  # of its follow-up
    done_at: datetime | None = None
    amount: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))  # hundredths
    currency: str | None = None
    score: int | None = None
    withdrawn_at: datetime | None = None  # its entry was undone
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
