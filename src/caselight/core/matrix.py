"""The escalation matrix: which row holds for a case at a tier, and what is wrong with the rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from caselight.core import specific
from caselight.core.specific import Facts, Rule, faults_of, most_specific

__all__ = ["TIERS", "Facts", "Fault", "Row", "faults", "row_for"]

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
    def sentence(self) -> str:
        """Return what is wrong and what to do."""
        about = f"{self.case} at tier {self.tier}"
        if self.kind == "gap":
            return f"No row of the matrix speaks of {about}. Add one; until then the shipped default holds."
        return f"{len(self.rows)} rows speak of {about} equally closely. Make one of them name more, or end it."


def row_for(rows: Iterable[Row], facts: Facts, tier: int, at: datetime) -> Row | Fault:
    """Return the row in force that names the most of client, record type and priority; a tie or a gap is a Fault."""
    found = most_specific((row for row in rows if row.tier == tier), facts, at)
    if not found:
        return Fault("gap", facts, tier=tier)
    return found[0] if len(found) == 1 else Fault("tie", facts, found, tier)


def faults(rows: Sequence[Row], *, clients: Iterable[int], types: Iterable[str], at: datetime) -> list[Fault]:
    """Return what is wrong for any case that could be logged; told once, by the first case that shows it."""
    clients, types = list(clients), list(types)
    by_tier = (faults_of(_judge(rows, tier, at), clients=clients, types=types) for tier in TIERS)
    return list(chain.from_iterable(by_tier))


def _judge(rows: Sequence[Row], tier: int, at: datetime) -> Callable[[Facts], Row | Fault]:
    return lambda facts: row_for(rows, facts, tier, at)
