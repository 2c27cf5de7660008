"""The escalation matrix: which row holds for a case at a tier, and what is wrong with the rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from caselight.core import specific
from caselight.core.specific import Facts, Rule, faults_of, most_specific

__all__ = ["TIERS", "Facts", "Fault", "Row", "faults", "in_force", "row_for"]

K = TypeVar("K")
TIERS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Rule):
    """One row; None means any. Minutes count in the client's hours unless `is_round_the_clock`."""

    tier: int
    acknowledge_minutes: int
    resolve_minutes: int
    is_round_the_clock: bool = False
    thresholds: Mapping[int, Sequence[str]]
    team_id: int | None = None
    next_tier: int | None = None

    @property
    def acknowledge(self) -> timedelta:
        """Return the time allowed for acknowledging."""
        return timedelta(minutes=self.acknowledge_minutes)

    @property
    def resolve(self) -> timedelta:
        """Return the time allowed for resolving."""
        return timedelta(minutes=self.resolve_minutes)


@dataclass(frozen=True, slots=True)
class Fault(specific.Fault):
    """What is wrong with the matrix, at a tier."""

    rows: tuple[Row, ...] = ()
    tier: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """Return what tells it from other faults: a gap by priority and tier, a tie by its rows."""
        return self.kind, self.tier, tuple(sorted(row.age for row in self.rows)) or self.facts.priority


def in_force(rows: Iterable[Row], at: datetime) -> list[Row]:
    """Return the rows that hold at an instant, of those about the same the newest, oldest first."""
    held = sorted((row for row in rows if row.holds(at)), key=lambda row: row.age)
    newest = {(row.about, row.tier): row for row in held}  # each stands where the oldest about the same stood
    return sorted(newest.values(), key=lambda row: row.age)


def row_for(rows: Iterable[Row], facts: Facts, tier: int, at: datetime) -> Row | Fault:
    """Return the row in force that names the most of client, record type and priority; a tie or a gap is a Fault."""
    found = most_specific((row for row in rows if row.tier == tier), facts, at)
    if not found:
        return Fault("gap", facts, tier=tier)
    return found[0] if len(found) == 1 else Fault("tie", facts, found, tier)


def faults(rows: Sequence[Row], *, clients: Iterable[int], types: Iterable[str], at: datetime) -> list[Fault]:
    """Return what is wrong for any case that could be logged; told once, by the first case that shows it."""
    held = in_force(rows, at)
    clients = _unlike(clients, {row.client_id for row in held})
    types = _unlike(types, {row.record_type for row in held})
    by_tier = (faults_of(_judge(held, tier, at), clients=clients, types=types) for tier in TIERS)
    return list(chain.from_iterable(by_tier))


def _judge(rows: Sequence[Row], tier: int, at: datetime) -> Callable[[Facts], Row | Fault]:
    return lambda facts: row_for(rows, facts, tier, at)


def _unlike(asked: Iterable[K], named: AbstractSet[K | None]) -> list[K]:
    """Return those that a row names and the first of the others: to the matrix the others are all alike."""
    asked = list(asked)
    others = [one for one in asked if one not in named]
    return [one for one in asked if one in named or one == others[0]]
