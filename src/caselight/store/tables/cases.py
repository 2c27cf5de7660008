"""Cases, the clocks on them, and the requests already done."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

IS_OPEN = text("status IN ('new', 'in progress', 'waiting')")
IS_RESOLVED = text("resolved_at IS NOT NULL")
IS_RUNNING = text("stopped_at IS NULL")
IS_WATCHED = text("next_at IS NOT NULL")
CLOSES = text("closes_at IS NOT NULL")
FOLLOWS, IS_MERGED = text("follows IS NOT NULL"), text("merged_into IS NOT NULL")


class Case(SQLModel, table=True):
    """One failure, interruption or recovery; its number is its id. Each version has its event, or the commit fails."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("client_id", "source", "external_id"),
        ForeignKeyConstraint(
            ["id", "version"],
            ["events.case_id", "events.seq"],
            name="cases_version_has_its_event",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("cases_open", "client_id", "priority", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index("cases_opened", "opened_at", "client_id", "record_type", "priority"),
        Index("cases_client", "client_id", "id"),
        Index("cases_resolved", "resolved_at", "client_id", sqlite_where=IS_RESOLVED, postgresql_where=IS_RESOLVED),
        Index("cases_kind", "root_cause", "client_id", "opened_at"),
        Index("cases_follows", "follows", sqlite_where=FOLLOWS, postgresql_where=FOLLOWS),
        Index("cases_merged", "merged_into", sqlite_where=IS_MERGED, postgresql_where=IS_MERGED),
        Index("cases_closing", "closes_at", sqlite_where=CLOSES, postgresql_where=CLOSES),
    )

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs={"autoincrement": True})
    version: int = 0  # seq of its newest event
    client_id: int = Field(foreign_key="clients.id")
    record_type: str
    title: str
    status: str = "new"
    waiting_reason: str | None = None
    priority: int
    impact: str | None = None
    urgency: str | None = None
    is_priority_by_hand: bool = False
    team_id: int | None = Field(default=None, foreign_key="teams.id")
    owner_id: int | None = Field(default=None, foreign_key="users.id")
    is_accepted: bool = False
    service_id: int | None = Field(default=None, foreign_key="services.id")
    channel: str | None = None
    root_cause: str | None = None
    customers_affected: int | None = None
    next_step: str | None = None
    source: str | None = None
    external_id: str | None = None
    occurred_at: datetime
    opened_at: datetime
    acknowledged_at: datetime | None = None
    first_response_at: datetime | None = None
    first_resolved_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    closes_at: datetime | None = None  # when a resolved case closes by itself
    touched_at: datetime
    reopens: int = 0
    merged_into: int | None = Field(default=None, foreign_key="cases.id")
    follows: int | None = Field(default=None, foreign_key="cases.id")  # the older case this one continues
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    head: str = ""  # hash of the newest event


class CaseClock(SQLModel, table=True):
    """One promise on one case: `core.clock.Clock` as a row, its due instant worked out."""

    __tablename__ = "clocks"
    __table_args__ = (
        UniqueConstraint("case_id", "promise"),
        Index("clocks_running", "due_at", "client_id", sqlite_where=IS_RUNNING, postgresql_where=IS_RUNNING),
        Index("clocks_stopped", "promise", "stopped_at", "client_id"),
        Index("clocks_due", "promise", "due_at", "client_id"),
        Index("clocks_next", "next_at", sqlite_where=IS_WATCHED, postgresql_where=IS_WATCHED),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    client_id: int = Field(foreign_key="clients.id")
    promise: str
    contract_id: int = Field(foreign_key="contracts.id")
    calendar_id: int | None = Field(default=None, foreign_key="calendars.id")
    target_s: int  # seconds
    waiting_pauses: bool
    runs: list[list[str | None]] = Field(sa_column=Column(JSON, nullable=False))
    started_at: datetime
    due_at: datetime | None = None  # null while paused before it was reached
    stopped_at: datetime | None = None
    first_missed_at: datetime | None = None  # the due instant of the first miss: kept through reopening and re-aiming
    matrix_id: int | None = Field(default=None, foreign_key="matrix.id")  # whose thresholds hold; none: the defaults
    cycle: int = 0  # grows when it is reopened or aimed anew
    cycle_at: datetime | None = None  # when the present cycle began; none: at its start
    next_at: datetime | None = None  # when the sweep must look again
    kept: int = 0  # rounds that ended in time, of a promise that begins anew each time it is kept
    missed: int = 0  # rounds that ended late


class Request(SQLModel, table=True):
    """A request already done: the same key again is answered with what it did, and does nothing."""

    __tablename__ = "requests"

    actor: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    digest: str
    subject: str = ""
    seq: int = 0
    at: datetime
