"""Failures counted by what they have in common: bars against the period before, causes in Pareto's order, the week."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from caselight.core.baseline import DAYS_A_WEEK, HOURS_A_DAY

VITAL = 0.8
FIRST_FEW = 3
PARTS = ("type", "client", "cause", "service")
WEIGHTS = ("count", "lost", "breaches")

Key = str | int | None  # none: not known, or none in particular


class Failure(NamedTuple):
    """One case as far as it is counted."""

    number: int
    client_id: int
    service_id: int | None
    record_type: str
    cause: str | None
    opened_at: datetime
    resolved_at: datetime | None
    is_missed: bool  # its resolution promise

    def key(self, part: str) -> Key:
        """Return what it is counted under."""
        keys: dict[str, Key] = {
            "type": self.record_type,
            "client": self.client_id,
            "cause": self.cause,
            "service": self.service_id,
        }
        return keys[part]

    def weight(self, name: str, until: datetime) -> float:
        """Return what it weighs: one, the minutes it lay open before `until`, or whether its promise was missed."""
        lost = min(self.resolved_at or until, until) - self.opened_at
        weights = {"count": 1.0, "lost": lost / timedelta(minutes=1), "breaches": float(self.is_missed)}
        return weights[name]


class Bar(NamedTuple):
    """How many failures fall under a key, and how many did in the period before."""

    key: Key
    n: int
    before: int


class Cause(NamedTuple):
    """One cause with its weight, and the share of the whole that it and those above it make up."""

    key: Key
    weight: float
    so_far: float


class Pareto(NamedTuple):
    """The causes in order, what is unknown last; how few of the known ones make up 80 % of what is known."""

    causes: tuple[Cause, ...]
    vital: int
    unknown_rank: int | None  # where the unknown would stand by its weight; none: nothing is unknown

    @property
    def hides_much(self) -> bool:
        """Say whether the unknown would be among the first three."""
        return self.unknown_rank is not None and self.unknown_rank <= FIRST_FEW


def bars(now: Iterable[Key], before: Iterable[Key]) -> list[Bar]:
    """Return a bar for each key, worst first; what has no key stands last."""
    these, those = Counter(now), Counter(before)
    found = [Bar(key, these[key], those[key]) for key in these | those]
    return sorted(found, key=lambda bar: (bar.key is None, -bar.n, -bar.before, str(bar.key)))


def pareto(failures: Sequence[Failure], weight: str, until: datetime) -> Pareto:
    """Return the root causes by weight; what weighs nothing is left out."""
    weights = defaultdict[Key, float](float)
    for failure in failures:
        weights[failure.cause] += failure.weight(weight, until)
    known = sorted(
        ((key, each) for key, each in weights.items() if key is not None and each > 0),
        key=lambda one: (-one[1], str(one[0])),
    )
    unknown = weights[None]
    total, so_far, vital = sum(each for _, each in known), 0.0, 0
    causes = []
    for key, each in [*known, *([(None, unknown)] if unknown > 0 else [])]:
        vital += key is not None and so_far < VITAL * total
        so_far += each
        causes.append(Cause(key, each, so_far / (total + unknown)))
    rank = 1 + sum(each > unknown for _, each in known) if unknown > 0 else None
    return Pareto(tuple(causes), vital, rank)


def week(failures: Iterable[Failure], zone: tzinfo) -> tuple[tuple[int, ...], ...]:
    """Return how many were opened in each hour of each weekday, Monday first, by the clock of a zone."""
    slots = Counter((at.weekday(), at.hour) for at in (each.opened_at.astimezone(zone) for each in failures))
    return tuple(tuple(slots[day, hour] for hour in range(HOURS_A_DAY)) for day in range(DAYS_A_WEEK))
