"""Reviews: what a client was told of a period, frozen; and when they are made by themselves."""

from datetime import datetime

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class ReviewSchedule(SQLModel, table=True):
    """When a client's review is made by itself, and to whom it is sent."""

    __tablename__ = "review_schedules"

    id: int | None = Field(default=None, primary_key=True)
    version: int = 0  # seq of its newest event
    client_id: int = Field(foreign_key="clients.id")
    every: str
    weekday: int = 0  # from Monday, 0; of a weekly one
    hour: int
    addresses: list[str] = Field(sa_column=Column(JSON, nullable=False))  # empty: it is made, and sent to nobody
    begins_at: datetime  # what fell due before is never made up for
    is_active: bool = True


class Review(SQLModel, table=True):
    """A review as it was made: never changed, the database refuses it; a new making is a new review."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("client_id", "since", "until", "schedule_id", name="reviews_once"),
        Index("reviews_client", "client_id", "until"),
    )

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="clients.id")
    since: datetime
    until: datetime
    zone: str
    as_of: datetime  # when its data was read
    made_by: int | None = Field(default=None, foreign_key="users.id")  # none: by a schedule, or the command line
    schedule_id: int | None = Field(default=None, foreign_key="review_schedules.id")
    body: str  # the one text that was hashed
    sha256: str
