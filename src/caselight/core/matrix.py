"""The escalation matrix: which row holds for a case at a tier, and what is wrong with the rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Literal, NamedTuple

from caselight.core.priority import Priority

TIERS = (1, 2, 3)


class Facts(NamedTuple):
    """What the matrix asks of a case."""

    client_id: int
    record_type: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; None means any. Minutes count in the client's hours unless `is_round_the_clock`."""

    id: int | None = None
    client_id: int | None = None
    record_type: str | None = None
    priority: int | None = None
    tier: int
    acknowledge_minutes: int
    resolve_minutes: int
    is_round_the_clock: bool = False
    thresholds: Mapping[int, Sequence[str]]
    team_id: int | None = None
    next_tier: int | None = None
    valid_from: datetime
    valid_until: datetime | None = None

    @property
    def acknowledge(self) -> timedelta:
        """Return the time allowed for acknowledging."""
        return timedelta(minutes=self.acknowledge_minutes)

    @property
    def resolve(self) -> timedelta:
        """Return the time allowed for resolving."""
        return timedelta(minutes=self.resolve_minutes)

    @property
    def key(self) -> tuple[int | None, str | None, int | None, int]:
        """Return what the row is about: a newer row with the same key takes its place."""
        return self.client_id, self.record_type, self.priority, self.tier

    @property
    def says(self) -> int:
        """Return how many of client, record type and priority the row names."""
        return sum(part is not None for part in self.key[:3])

    def is_for(self, facts: Facts, tier: int) -> bool:
        """Say whether the row speaks of such a case at such a tier."""
        asked = (*facts, tier)
        return all(said is None or said == fact for said, fact in zip(self.key, asked, strict=True))

    def holds(self, at: datetime) -> bool:
        """Say whether the row is in force."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Fault:
    """What an admin must mend: no row for a case, or two that name equally much."""

    kind: Literal["gap", "tie"]
    facts: Facts
    tier: int
    rows: tuple[Row, ...] = ()

    @property
    def sentence(self) -> str:
        """Return what is wrong and what to do."""
        about = f"{Priority(self.facts.priority).code} {self.facts.record_type} at tier {self.tier}"
        if self.kind == "gap":
            return f"No row of the matrix speaks of {about}. Add one; until then the shipped default holds."
        return f"{len(self.rows)} rows speak of {about} equally closely. Make one of them name more, or end it."


def row_for(rows: Iterable[Row], facts: Facts, tier: int, at: datetime) -> Row | Fault:
    """Return the row in force that names the most of client, record type and priority; a tie or a gap is a Fault."""
    newest: dict[object, Row] = {}
    for row in sorted((row for row in rows if row.holds(at) and row.is_for(facts, tier)), key=_age):
        newest[row.key] = row
    if not newest:
        return Fault("gap", facts, tier)
    most = max(row.says for row in newest.values())
    closest = tuple(row for row in newest.values() if row.says == most)
    return closest[0] if len(closest) == 1 else Fault("tie", facts, tier, closest)


def faults(rows: Sequence[Row], *, clients: Iterable[int], types: Iterable[str], at: datetime) -> list[Fault]:
    """Return what is wrong for any case that could be logged; told once, by the first case that shows it."""
    asked = product(clients, types, Priority, TIERS)
    found = (row_for(rows, Facts(client, kind, priority.value), tier, at) for client, kind, priority, tier in asked)
    first: dict[object, Fault] = {}
    for fault in found:
        if isinstance(fault, Fault):
            about = (fault.facts.priority, fault.tier) if fault.kind == "gap" else tuple(map(_age, fault.rows))
            first.setdefault((fault.kind, about), fault)
    return list(first.values())


def _age(row: Row) -> tuple[datetime, int]:
    return row.valid_from, row.id or 0
