"""Rows that speak of some cases: which one holds for a case, and what is wrong with them.

The escalation matrix and the routing rules both choose this way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Literal, NamedTuple, TypeVar

from caselight.core.priority import Priority


class Facts(NamedTuple):
    """What such rows ask of a case."""

    client_id: int
    record_type: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row; None means any. It is never edited: a newer one about the same takes its place from its day on."""

    id: int | None = None
    client_id: int | None = None
    record_type: str | None = None
    priority: int | None = None
    valid_from: datetime
    valid_until: datetime | None = None

    @property
    def about(self) -> tuple[int | None, str | None, int | None]:
        """Return what the row is about."""
        return self.client_id, self.record_type, self.priority

    @property
    def says(self) -> int:
        """Return how many of client, record type and priority the row names."""
        return sum(part is not None for part in self.about)

    @property
    def age(self) -> tuple[datetime, int]:
        """Return what rows are put in order by: a later one takes the place of an earlier one."""
        return self.valid_from, self.id or 0

    def is_for(self, facts: Facts) -> bool:
        """Say whether the row speaks of such a case."""
        return all(said is None or said == fact for said, fact in zip(self.about, facts, strict=True))

    def holds(self, at: datetime) -> bool:
        """Say whether the row is in force."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Fault:
    """What an admin must mend: no row for a case, or two that name equally much."""

    kind: Literal["gap", "tie"]
    facts: Facts
    rows: tuple[Rule, ...] = ()

    @property
    def case(self) -> str:
        """Return the case that shows it, in words."""
        return f"{Priority(self.facts.priority).code} {self.facts.record_type}"


R = TypeVar("R", bound=Rule)
F = TypeVar("F", bound=Fault)


def most_specific(rows: Iterable[R], facts: Facts, at: datetime) -> tuple[R, ...]:
    """Return the row in force that names the most of client, record type and priority; none or several is a fault."""
    newest: dict[object, R] = {}
    for row in sorted((row for row in rows if row.holds(at) and row.is_for(facts)), key=lambda row: row.age):
        newest[row.about] = row
    most = max((row.says for row in newest.values()), default=0)
    return tuple(row for row in newest.values() if row.says == most)


def faults_of(judge: Callable[[Facts], Rule | F], *, clients: Iterable[int], types: Iterable[str]) -> list[F]:
    """Return what is wrong for any case that could be logged, each told once, by the first case that shows it."""
    first: dict[object, F] = {}
    for client, kind, priority in product(clients, types, Priority):
        found = judge(Facts(client, kind, priority.value))
        if not isinstance(found, Rule):
            first.setdefault((found.kind, tuple(sorted(row.age for row in found.rows)) or priority), found)
    return list(first.values())


def wrong_rule(row: Rule, now: datetime) -> dict[str, str]:
    """Return a sentence for each field that cannot be so, whatever the row is for."""
    found = {}
    if row.priority is not None and row.priority not in list(Priority):
        found["priority"] = "A priority is P1 to P4, or any."
    if row.valid_from < now:
        found["valid_from"] = "A row cannot hold in the past: choose now or later."
    if row.valid_until is not None and row.valid_until <= row.valid_from:
        found["valid_until"] = "It must end after it begins."
    return found
