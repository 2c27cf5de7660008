"""What is to be said to whom: the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

IS_UNSENT = text("next_try_at IS NOT NULL")
IS_DEAD = text("dead_at IS NOT NULL")
IS_OUTGOING = text("user_id IS NULL")
IS_WITHDRAWN = text("withdrawn_at IS NOT NULL")
IS_UNREAD = text("read_at IS NULL")


class Channel(SQLModel, table=True):
    """A way out of the house for notices; its address is a secret, and only `shown` may leave this row."""

    __tablename__ = "channels"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str
    address: str
    shown: str  # the address as screens and events say it
    client_id: int | None = Field(default=None, foreign_key="clients.id")  # none: any client
    told: list[str] = Field(sa_column=Column(JSON, nullable=False))  # roles; empty: whoever is told
    kinds: list[str] = Field(sa_column=Column(JSON, nullable=False))  # of notices
    is_urgent_only: bool = False
    calendar_id: int | None = Field(default=None, foreign_key="calendars.id")  # outside it what is not urgent waits
    is_active: bool = True


class Notice(SQLModel, table=True):
    """One thing to be said; its key makes saying it twice impossible."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("key"), Index("notices_case", "case_id"))

    id: int | None = Field(default=None, primary_key=True)
    key: str
    case_id: int | None = Field(default=None, foreign_key="cases.id")  # none: it is of the client, such as a review
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
        Index("deliveries_dead", "dead_at", sqlite_where=IS_DEAD, postgresql_where=IS_DEAD),
        Index("deliveries_sent", "sent_at", sqlite_where=IS_OUTGOING, postgresql_where=IS_OUTGOING),
        Index("deliveries_withdrawn", "withdrawn_at", sqlite_where=IS_WITHDRAWN, postgresql_where=IS_WITHDRAWN),
        Index("deliveries_unread", "user_id", "id", sqlite_where=IS_UNREAD, postgresql_where=IS_UNREAD),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notices.id")
    client_id: int = Field(foreign_key="clients.id")
    channel: str  # "in app", or the kind of a channel
    receiver: str  # "user:7", "channel:3", the address of a client's contact
    user_id: int | None = Field(default=None, foreign_key="users.id")
    channel_id: int | None = Field(default=None, foreign_key="channels.id")
    next_try_at: datetime | None = None  # none: sent, dead, or nothing to send
    tries: int = 0  # grows with each claim: whoever comes back with an older one is not heard
    first_try_at: datetime | None = None
    sent_at: datetime | None = None
    dead_at: datetime | None = None
    withdrawn_at: datetime | None = None  # what it tells is no longer so
    read_at: datetime | None = None
    error: str = ""  # why it was not sent, without secrets
