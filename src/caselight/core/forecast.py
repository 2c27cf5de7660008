"""Which promises will be missed next, and how likely the others are to be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from caselight.core.hours import BusinessHours
from caselight.core.lateness import OpenCase, is_overdue
from caselight.core.promises import Promise

Shares = NDArray[np.float64]
Cell = tuple[int, int]  # client, priority

AHEAD = tuple(timedelta(minutes=minutes) for minutes in (30, 60, 120))  # working time
HISTORY = timedelta(days=90)  # drift is real: older cases tell about another floor
LEAST = 30  # past cases, or a cell says nothing
FITS = 4  # times that a target must fit into the history
WEIGHT = 10  # of the client's other cases, counted in cases
PAUSED = "paused"
NEAR = 0.02  # a base rate this near to none or all makes a risk useless


class Watched(NamedTuple):
    """A promise of an open case whose clock has not stopped."""

    case: OpenCase
    promise: str
    target: timedelta
    hours: BusinessHours
    due_at: datetime | None  # none: paused
    spent: timedelta = timedelta()  # open time used up to the pause
    is_missed: bool = False  # once, on record


class Matured(NamedTuple):
    """A resolution promise of a past case whose due instant has passed."""

    cell: Cell
    started_at: datetime
    used: float  # share of its target when it stopped; infinite where it was missed


@dataclass(frozen=True, slots=True)
class Cohort:
    """The past of one client and priority: the share of its target each case had used when it stopped, in order."""

    used: Shares  # infinite where missed
    of_client: Shares  # the same of all priorities of the client
    began_at: datetime

    @property
    def n(self) -> int:
        """Return how many cases it holds."""
        return self.used.size

    @property
    def missed(self) -> int:
        """Return how many of them missed."""
        return _open_at(self.used, np.inf)

    def risk(self, share: float) -> float:
        """Return how likely a case is to miss that is still open when this share of its target is used.

        Of the cases whose due instant has passed, nothing is censored, so a ratio of counts will do:

            P(miss | open at q) = (missed + 10 · p(q)) / (open at q + 10)

        where p(q) is the same ratio over all cases of the client (a matured cohort shrunk
        towards the larger group as by an empirical Bayes estimate, Efron and Morris 1973). It never falls as q grows.
        """
        share = min(max(share, 0.0), 1.0)
        of_client = _open_at(self.of_client, np.inf) / max(_open_at(self.of_client, share), 1)
        return float((self.missed + WEIGHT * of_client) / (_open_at(self.used, share) + WEIGHT))


@dataclass(frozen=True, slots=True)
class Coming:
    """A case that will miss a promise unless somebody acts: the first one, and the working time left until then."""

    case: OpenCase
    promise: str
    due_at: datetime
    left: timedelta  # in the clock's own hours


@dataclass(frozen=True, slots=True)
class Chance:
    """A case with more time left: how likely its resolution is to be late, or in words why that is not known."""

    case: OpenCase
    used: float  # share of the target
    risk: float | None
    n: int  # past cases of its client and priority
    base: float | None  # the share of those that missed
    why: str
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will be missed, soonest first, and the risk of the rest, worst first."""

    coming: tuple[Coming, ...]
    rest: tuple[Chance, ...]
    then: Coming | None = None  # what falls due next after that

    def within(self, ahead: timedelta) -> list[Coming]:
        """Return what will be missed within so much working time."""
        return [each for each in self.coming if each.left <= ahead]

    def between(self) -> list[tuple[timedelta, timedelta, list[Coming]]]:
        """Return each case once, in the first stretch of working time that holds it."""
        steps = zip((timedelta.min, *AHEAD[:-1]), AHEAD, strict=True)
        return [
            (max(low, timedelta()), high, [one for one in self.within(high) if one.left > low]) for low, high in steps
        ]


def cohorts(matured: Iterable[Matured], *, since: datetime) -> dict[Cell, Cohort]:
    """Return the past of each client and priority; its history begins with the first case, `since` at the earliest."""
    used, of_client = defaultdict[Cell, list[float]](list), defaultdict[int, list[float]](list)
    began: dict[Cell, datetime] = {}
    for cell, started_at, share in matured:
        used[cell].append(share)
        of_client[cell[0]].append(share)
        began[cell] = min(began.get(cell, started_at), started_at)
    whole = {client: np.sort(shares) for client, shares in of_client.items()}
    return {cell: Cohort(np.sort(shares), whole[cell[0]], max(began[cell], since)) for cell, shares in used.items()}


def look_ahead(watched: Sequence[Watched], past: Mapping[Cell, Cohort], now: datetime) -> Forecast:
    """Return the forecast as of `now`: each open case once, unless its resolution is late already."""
    left = time_left(watched, now)
    due: dict[int, Coming] = {}
    for one, seconds in zip(watched, left, strict=True):
        if one.due_at is not None and not is_overdue(one.due_at, now):
            found = Coming(one.case, one.promise, one.due_at, timedelta(seconds=seconds))
            due[one.case.number] = min(due.get(one.case.number, found), found, key=_soonest)
    coming = {number: found for number, found in due.items() if found.left <= AHEAD[-1]}
    later = [found for number, found in due.items() if number not in coming]
    rest = [
        _chance(one, seconds, past.get((one.case.client_id, one.case.priority)), now)
        for one, seconds in zip(watched, left, strict=True)
        if one.promise == Promise.RESOLUTION and one.case.number not in coming and _may_be_kept(one, now)
    ]
    then = min(later, key=_soonest, default=None)
    return Forecast(tuple(sorted(coming.values(), key=_soonest)), tuple(sorted(rest, key=_worst)), then)


def time_left(watched: Sequence[Watched], now: datetime) -> Shares:
    """Return the working seconds until each promise falls due, in its own hours; not a number while it is paused."""
    left = np.full(len(watched), np.nan)
    places = defaultdict[BusinessHours, list[int]](list)
    for place, one in enumerate(watched):
        if one.due_at is not None:
            places[one.hours].append(place)
    for hours, rows in places.items():
        dues = [due.timestamp() for due in (watched[row].due_at for row in rows) if due]
        left[rows] = hours.elapsed_seconds(now.timestamp(), dues)
    return left


def why_not(cohort: Cohort | None, one: Watched, now: datetime) -> str:
    """Return why no risk may be shown for a case; empty where one may.

    Cases are paused because of how they go, so a curve of running cases does not hold for them: on held-out weeks it
    said 12 % where 1 % happened (docs/forecast.md).
    """
    if one.due_at is None:
        return PAUSED
    if cohort is None or cohort.n < LEAST:
        return f"{cohort.n if cohort else 0} past cases, {LEAST} are needed"
    if one.target * FITS > one.hours.elapsed(cohort.began_at, now):
        return f"the history is shorter than {FITS} times the target"
    if cohort.missed < NEAR * cohort.n:
        return f"{cohort.missed or 'none'} of {cohort.n:,} past cases missed, too few to tell them apart"
    if cohort.missed > (1 - NEAR) * cohort.n:
        return f"{cohort.missed:,} of {cohort.n:,} past cases missed, too many to tell them apart"
    return ""


def _chance(one: Watched, seconds: float, cohort: Cohort | None, now: datetime) -> Chance:
    spent = one.spent if one.due_at is None else one.target - timedelta(seconds=seconds)
    used, why = max(0.0, spent / one.target), why_not(cohort, one, now)
    risk = cohort.risk(used) if cohort and not why else None
    n, base = (cohort.n, cohort.missed / cohort.n) if cohort else (0, None)
    return Chance(one.case, used, risk, n, base, why, is_paused=one.due_at is None)


def _may_be_kept(one: Watched, now: datetime) -> bool:
    return not one.is_missed and not is_overdue(one.due_at, now)


def _open_at(used: Shares, share: float) -> int:
    """Return how many were still open when they had used this share; of infinity: how many missed."""
    if np.isinf(share):
        return int(np.count_nonzero(np.isinf(used)))
    return used.size - int(np.searchsorted(used, share, side="left"))


def _soonest(one: Coming) -> tuple[timedelta, datetime, int]:
    return one.left, one.due_at, one.case.number


def _worst(one: Chance) -> tuple[bool, bool, float, float, int]:
    return one.risk is None, one.is_paused, -(one.risk or 0.0), -one.used, one.case.number
