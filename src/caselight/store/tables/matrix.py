"""Who handles an escalation in which time, and who is there to do it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel


class MatrixRow(SQLModel, table=True):
    """One row of the escalation matrix; it is never edited: a later `valid_from` takes its place. None means any."""

    __tablename__ = "matrix"
    __table_args__ = (Index("matrix_tier", "tier", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    client_id: int | None = Field(default=None, foreign_key="clients.id")
    record_type: str | None = None
    priority: int | None = None
    tier: int
    acknowledge_minutes: int
    resolve_minutes: int
    is_round_the_clock: bool = False  # else the client's hours
    thresholds: dict[str, list[str]] = Field(sa_column=Column(JSON, nullable=False))  # percent of target: who is told
    team_id: int | None = Field(default=None, foreign_key="teams.id")  # none: any team of the tier
    next_tier: int | None = None  # none: the last
    valid_from: datetime
    valid_until: datetime | None = None


class TeamShift(SQLModel, table=True):
    """When a team is there, as `core.hours.BusinessHours` writes it; a team without a row always is."""

    __tablename__ = "team_shifts"

    team_id: int = Field(primary_key=True, foreign_key="teams.id")
    hours: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
