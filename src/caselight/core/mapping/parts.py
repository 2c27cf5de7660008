"""The tables of a MAP: columns, states, times, tiers and hours."""

import re
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, Field, field_validator, model_validator

from caselight.core.choice import fold
from caselight.core.hours import BusinessHours
from caselight.core.lifecycle import Status
from caselight.core.refusal import Refusal

TIERS = range(1, 4)
KINDS = ("acknowledged", "cancelled", "closed", "escalated", "handed_off", "imported", "noted", "owned", "told")


class Part(BaseModel, extra="forbid", frozen=True):
    """A table of the MAP: a word it does not know is an error, never ignored."""


class Columns(Part):
    """The name of the file's column for each thing a case or an event says."""

    case: str
    client: str | None = None
    title: str | None = None
    service: str | None = None
    team: str | None = None
    person: str | None = None
    priority: str | None = None
    status: tuple[str, ...] = ()
    record_type: str | None = None
    channel: str | None = None
    root_cause: str | None = None
    customers_affected: str | None = None
    note: str | None = None
    at: str | None = None  # a table of events: when it happened
    occurred: str | None = None  # a table of cases: the instants of its life
    opened: str | None = None
    acknowledged: str | None = None
    first_response: str | None = None
    resolved: str | None = None
    closed: str | None = None

    @field_validator("status", mode="before")
    @classmethod
    def _one_or_several(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given


class Cell(Part):
    """Where a field of the record's own type stands: in the first of its columns that says anything."""

    columns: tuple[str, ...] = Field(min_length=1)
    values: dict[str, str] = Field(default_factory=dict)  # what words of the file mean; the others stand as they are

    @field_validator("columns", mode="before")
    @classmethod
    def _one_or_several(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given

    def meaning(self, given: str) -> str:
        """Return what a word of the file means."""
        known = {fold(word): meaning for word, meaning in self.values.items()}
        return known.get(fold(given), given)


INSTANTS = ("at", "occurred", "opened", "acknowledged", "first_response", "resolved", "closed")
CONSTANTS = frozenset({"client", "title", "service", "team", "priority", "record_type", "channel", "root_cause"})


class State(Part):
    """What one value of the status column means."""

    status: Status
    accepted: bool | None = None  # somebody in the team has it; unsaid: as before
    reason: str | None = None  # what is waited for
    kind: str | None = None  # the kind of event, where the row says more than its status

    @field_validator("status")
    @classmethod
    def _not_merged(cls, status: Status) -> Status:
        if status is Status.MERGED:
            raise ValueError("a file cannot say into which case it was merged: use cancelled")
        return status

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str | None) -> str | None:
        if kind is not None and kind not in KINDS:
            raise ValueError(f"no such kind: use one of {', '.join(KINDS)}")
        return kind


class Time(Part):
    """How the file writes instants; without a format: ISO 8601."""

    zone: str | None = None
    format: str | None = None

    @field_validator("zone")
    @classmethod
    def _exists(cls, zone: str) -> str:
        _zone(zone)
        return zone

    @field_validator("format")
    @classmethod
    def _complete(cls, given: str | None) -> str | None:
        if given is not None and not re.search(r"%[YycxGs]", given):
            raise ValueError("a format needs the year, like %d/%m/%Y %H:%M")
        return given

    @property
    def place(self) -> ZoneInfo | None:
        """Return the zone in which times without one are read."""
        return _zone(self.zone) if self.zone else None


class Tier(Part):
    """The tier a team's name shows: one group of the pattern catches the number."""

    pattern: str
    take: Literal["first", "last"] = "first"
    otherwise: int = Field(default=1, ge=1, le=3)

    @field_validator("pattern")
    @classmethod
    def _catches_one(cls, pattern: str) -> str:
        try:
            groups = re.compile(pattern).groups
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
        if groups != 1:
            raise ValueError("one group must catch the number, like \\b([23])(?:nd|rd)\\b")
        return pattern

    def of(self, team: str) -> int:
        """Return the tier of a team by its name."""
        found: list[str] = re.findall(self.pattern, team)
        if not found:
            return self.otherwise
        caught = found[0 if self.take == "first" else -1]
        return int(caught) if caught.isdecimal() and int(caught) in TIERS else self.otherwise


class Hours(Part):
    """The calendar by which business time is measured for the file's clients."""

    name: str
    zone: str
    weekly: dict[str, list[list[str]]]
    holidays: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        try:
            _ = self.hours
        except Refusal as refusal:
            raise ValueError(refusal.sentence) from refusal
        return self

    @property
    def hours(self) -> BusinessHours:
        """Return the hours; a Refusal says what is wrong with them."""
        return BusinessHours.from_dict(self.model_dump(exclude={"name"}))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("no such time zone: use an IANA name such as Europe/London") from error
