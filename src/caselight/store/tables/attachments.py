"""Attachments: small files that belong to a case."""

from datetime import datetime

from sqlalchemy import Column, ForeignKeyConstraint, LargeBinary
from sqlmodel import Field, SQLModel


class Attachment(SQLModel, table=True):
    """One file of a case, called by the event that added it; when it is removed its bytes go, its event stays."""

    __tablename__ = "attachments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "seq"],
            ["events.case_id", "events.seq"],
            name="attachments_change_has_its_event",
            deferrable=True,
            initially="DEFERRED",
        ),
    )

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    number: int = Field(primary_key=True)  # seq of the event that added it
    client_id: int = Field(foreign_key="clients.id")
    seq: int  # of the event that changed it last
    by_id: int | None = Field(default=None, foreign_key="users.id")  # none: the system
    at: datetime
    name: str  # empty once it is removed
    media_type: str  # what its content was found to be
    size: int  # bytes
    sha256: str
    removed_at: datetime | None = None
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
