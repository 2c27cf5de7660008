"""What is to be said to whom: the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

IS_UNSENT = text("next_try_at IS NOT NULL")
IS_UNREAD = text("read_at IS NULL")


class Notice(SQLModel, table=True):
    """One thing to be said; its key makes saying it twice impossible."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("key"), Index("notices_case", "case_id"))

    id: int | None = Field(default=None, primary_key=True)
    key: str
    case_id: int = Field(foreign_key="cases.id")
    client_id: int = Field(foreign_key="clients.id")
    kind: str
    told: list[str] = Field(sa_column=Column(JSON, nullable=False))  # roles on the case: owner, lead …
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    is_urgent: bool = False
    made_at: datetime


class Delivery(SQLModel, table=True):
    """One notice on one channel to one receiver: tried until sent, given up as dead, never more often than it must."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notice_id", "channel", "receiver"),
        Index("deliveries_due", "next_try_at", sqlite_where=IS_UNSENT, postgresql_where=IS_UNSENT),
        Index("deliveries_unread", "user_id", "id", sqlite_where=IS_UNREAD, postgresql_where=IS_UNREAD),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notices.id")
    channel: str
    receiver: str  # "user:7", an address, a web hook's name
    user_id: int | None = Field(default=None, foreign_key="users.id")
    next_try_at: datetime | None = None  # none: sent, dead, or nothing to send
    tries: int = 0
    sent_at: datetime | None = None
    dead_at: datetime | None = None
    read_at: datetime | None = None
    error: str = ""
