"""What the recoveries of a period come to: marks, money, times, and whether it beat no failure at all."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple

import numpy as np

from caselight.core.recovery import Mark, Noted, Recovery, summed
from caselight.core.recovery_parts import Share
from caselight.core.stats import Z, percentile
from caselight.core.waiting import within
from caselight.core.wording import FEW

NO_DEPARTMENT = "No department given"


class Marks(NamedTuple):
    """How many gave each mark, and what they come to; the interval of the mean from two on."""

    counts: dict[int, int]
    n: int
    mean: float | None
    median: float | None
    interval: tuple[float, float] | None


class Money(NamedTuple):
    """What customers were given in one currency, in hundredths: in all, and at the median of those who got some."""

    currency: str
    cases: int
    total: int
    median: float


class Time(NamedTuple):
    """How soon a step was done: half within and 9 in 10 within, those counted in that wait for it."""

    half: timedelta | None
    most: timedelta | None
    done: int
    rest: int


class Difference(NamedTuple):
    """By how much one group's mean lies above another's, with its 95 % interval; None where either is too small."""

    value: float
    interval: tuple[float, float]

    @property
    def is_seen(self) -> bool:
        """Say whether the interval leaves out no difference at all."""
        return not self.interval[0] <= 0 <= self.interval[1]


def marks(values: Iterable[int | None], scale: Iterable[int]) -> Marks:
    """Return what the marks come to; who gave none is not counted."""
    known = [value for value in values if value is not None]
    counts = {mark: known.count(mark) for mark in scale}
    if not known:
        return Marks(counts, 0, None, None, None)
    mean, n = float(np.mean(known)), len(known)
    spread = Z * sqrt(float(np.var(known, ddof=1)) / n) if n > 1 else None
    lowest, highest = min(counts), max(counts)
    interval = None if spread is None else (max(lowest, mean - spread), min(highest, mean + spread))
    return Marks(counts, n, mean, percentile(known, 0.5), interval)


def difference(these: Sequence[int], those: Sequence[int]) -> Difference | None:
    """Return by how much the mean of these lies above that of those (Welch); None where either is fewer than 20."""
    if min(len(these), len(those)) < FEW:
        return None
    value = float(np.mean(these) - np.mean(those))
    spread = Z * sqrt(float(np.var(these, ddof=1)) / len(these) + float(np.var(those, ddof=1)) / len(those))
    return Difference(value, (value - spread, value + spread))


def above(rows: Iterable[Recovery], others: Sequence[Mark]) -> Share:
    """Return how many of those who answered are more satisfied than the others are on average."""
    given = [one.after for one in rows if one.after is not None]
    level = float(np.mean([mark.score for mark in others])) if others else float("inf")
    return Share.of(sum(score > level for score in given), len(given))


def money(rows: Iterable[Recovery], *, action: str = "", department: str = "") -> list[Money]:
    """Return what the customers were given by currency, the most cases first; of one kind or department where named."""
    found: dict[str, list[int]] = {}
    for one in rows:
        given = [sheet for sheet in one.of("action") if _is_of(sheet, action, department)]
        for currency, amount in summed(given).items():
            found.setdefault(currency, []).append(amount)
    made = [Money(name, len(all_), sum(all_), percentile(all_, 0.5) or 0.0) for name, all_ in found.items()]
    return sorted(made, key=lambda each: (-each.cases, each.currency))


def paid(rows: Iterable[Recovery], *, action: str = "", department: str = "") -> list[Recovery]:
    """Return the recoveries with an amount on an action; of one kind or department where named."""
    return [one for one in rows if summed(sheet for sheet in one.of("action") if _is_of(sheet, action, department))]


def departments(rows: Iterable[Recovery]) -> dict[str, list[Recovery]]:
    """Return the recoveries by the departments that acted on them, by name; one may be with several."""
    found: dict[str, list[Recovery]] = {}
    for one in rows:
        for name in {department_of(sheet) for sheet in one.of("action")}:
            found.setdefault(name, []).append(one)
    return dict(sorted(found.items()))


def department_of(sheet: Noted) -> str:
    """Return the department that did an action."""
    return sheet.details.get("department") or NO_DEPARTMENT


def time_to(rows: Iterable[Recovery], done: Callable[[Recovery], datetime | None], now: datetime) -> Time:
    """Return how soon a step is done; one without it counts as waiting until it was settled, or until now."""
    ended: list[float] = []
    waiting: list[float] = []
    for one in rows:
        at = done(one)
        until = at or min(one.settled_at or now, now)
        (ended if at else waiting).append(max((until - one.opened_at).total_seconds(), 0.0))
    half, most = (within(ended, waiting, wanted) for wanted in (0.5, 0.9))
    return Time(half, most, len(ended), len(waiting))


def _is_of(sheet: Noted, action: str, department: str) -> bool:
    is_action = not action or sheet.details.get("action") == action
    return is_action and (not department or department_of(sheet) == department)
