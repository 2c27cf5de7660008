"""Clients, what they were promised, and the teams that keep it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from caselight.core.micros import EPOCH

BEGINNING = EPOCH  # from when the first version of a calendar holds


class Calendar(SQLModel, table=True):
    """One version of a calendar: opening hours as `core.hours.BusinessHours.to_dict` writes them, never edited.

    Whoever names a calendar by any of its ids means its name; a clock keeps the id of the version it counts by.
    """

    __tablename__ = "calendars"
    __table_args__ = (UniqueConstraint("name", "valid_from", name="calendars_version"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    valid_from: datetime = BEGINNING
    hours: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Client(SQLModel, table=True):
    """A company whose customer operations we run."""

    __tablename__ = "clients"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    industry: str = ""
    zone: str = "UTC"
    calendar_id: int | None = Field(default=None, foreign_key="calendars.id")
    is_demo: bool = False
    names_staff: bool = False  # to its own people


class Team(SQLModel, table=True):
    """People who work one tier; a case's tier is its team's."""

    __tablename__ = "teams"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    tier: int = 1


class Service(SQLModel, table=True):
    """What a client's customers use, by the client's own name for it."""

    __tablename__ = "services"
    __table_args__ = (UniqueConstraint("client_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="clients.id")
    name: str


class Contract(SQLModel, table=True):
    """One version of what a client was promised: it holds for cases opened from `valid_from` on."""

    __tablename__ = "contracts"
    __table_args__ = (UniqueConstraint("client_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="clients.id")
    valid_from: datetime
    percent: int  # of promises to be met, times 10: 865 is 86.5 %
    waiting_pauses: bool = True
    retention_months: int = 24
    contact: str = ""  # the client's own address for notices
    contact_told: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))


class Target(SQLModel, table=True):
    """The time a contract allows for one promise at one priority; no calendar means around the clock.

    A target that names a record type goes before the one for any.
    """

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("contract_id", "priority", "promise", "record_type", name="targets_one"),)

    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contracts.id")
    priority: int
    promise: str
    minutes: int
    calendar_id: int | None = Field(default=None, foreign_key="calendars.id")
    record_type: str = ""  # empty: any
    clause: str = ""  # where the contract says so
    waiting_pauses: bool | None = None  # none: as the contract says, for the resolution alone
