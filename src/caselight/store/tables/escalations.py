"""Escalations, what fell due, and what was put off."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

IS_ACTIVE = text("ended_at IS NULL")
IS_WATCHED = text("next_at IS NOT NULL")


class Escalation(SQLModel, table=True):
    """One call for help on a case: two steps, each with its target. Its reason is a text of the event that raised it.

    `way`: functional moves the case, hierarchical adds eyes, first line is the watch on a case not yet escalated.
    """

    __tablename__ = "escalations"
    __table_args__ = (
        Index("escalations_case", "case_id"),
        Index("escalations_active", "client_id", "id", sqlite_where=IS_ACTIVE, postgresql_where=IS_ACTIVE),
        Index("escalations_next", "next_at", sqlite_where=IS_WATCHED, postgresql_where=IS_WATCHED),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    client_id: int = Field(foreign_key="clients.id")
    way: str
    kind: str
    trigger: str
    initiator_id: int | None = Field(default=None, foreign_key="users.id")  # none: the system
    follows: int | None = Field(default=None, foreign_key="escalations.id")
    from_tier: int | None = None
    to_tier: int | None = None
    from_team_id: int | None = Field(default=None, foreign_key="teams.id")
    team_id: int | None = Field(default=None, foreign_key="teams.id")
    person_id: int | None = Field(default=None, foreign_key="users.id")
    is_urgent: bool = False
    matrix: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # the row it was raised under
    calendar_id: int | None = Field(default=None, foreign_key="calendars.id")  # none: around the clock
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    raised_at: datetime
    raised_seq: int  # the event whose text says why
    cycle: int = 0  # how often it was re-armed
    armed_at: datetime
    ack_due_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = Field(default=None, foreign_key="users.id")
    runs: list[list[str | None]] = Field(sa_column=Column(JSON, nullable=False))  # of the resolve step
    resolve_due_at: datetime | None = None  # null while paused before it was reached
    passed_on_at: datetime | None = None  # a later one took its place; it stays listed until that is acknowledged
    ended_at: datetime | None = None
    outcome: str | None = None
    next_at: datetime | None = None  # when the sweep must look again


class ThresholdFiring(SQLModel, table=True):
    """A threshold that was passed: when it fell due and when that was noticed; once per clock, threshold and cycle."""

    __tablename__ = "threshold_firings"
    __table_args__ = (UniqueConstraint("clock", "threshold", "cycle"), Index("threshold_firings_case", "case_id"))

    id: int | None = Field(default=None, primary_key=True)
    clock: str  # "case:resolution:7", "escalation:9:acknowledge"
    threshold: int  # percent of the target
    cycle: int
    case_id: int = Field(foreign_key="cases.id")
    client_id: int = Field(foreign_key="clients.id")
    due_at: datetime
    fired_at: datetime
    is_late: bool
    raised: int | None = Field(default=None, foreign_key="escalations.id")


class PutOff(SQLModel, table=True):
    """A case the sweep stumbled over: left alone until then, and reported."""

    __tablename__ = "put_offs"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    until: datetime
    times: int
    reason: str
