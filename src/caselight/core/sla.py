"""Promises kept and missed by three ways to count, as the contract counts them and as the wall clock does."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from caselight.core.promises import Promise

PROMISES = (Promise.ACKNOWLEDGEMENT, Promise.FIRST_RESPONSE, Promise.RESOLUTION)
NEAR = 0.9  # of the target used, and yet met


class Way(StrEnum):
    """Which promises of a period are counted."""

    DECIDED = "decided"
    BY_DUE = "by due"
    BY_CLOSE = "by close"


@dataclass(frozen=True, slots=True)
class Window:
    """The period [since, until), judged at its end."""

    since: datetime
    until: datetime

    def holds(self, at: datetime | None) -> bool:
        """Say whether the instant is known and lies in the period."""
        return at is not None and self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise on one case as it stood at the end of the period, and how it would stand without its pauses."""

    case: int
    client: str
    title: str
    priority: int
    promise: str
    clause: str
    target: timedelta
    opened_at: datetime
    due_at: datetime | None  # none while a pause keeps it unknown
    stopped_at: datetime | None
    missed_at: datetime | None
    is_paused: bool
    paused: timedelta  # by the wall clock
    raw_due_at: datetime  # had no pause been allowed
    raw_missed_at: datetime | None
    used: float | None  # the share of the target used by the stop; none where it was not met

    @property
    def raw(self) -> "Kept":
        """Return the promise as if waiting had never held its clock."""
        return replace(self, due_at=self.raw_due_at, missed_at=self.raw_missed_at)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case opened in the period, with or without promises; one left out was cancelled or merged."""

    case: int
    client: str
    title: str
    priority: int
    opened_at: datetime
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A case opened in the period that has no verdict on a promise, and why."""

    case: Opened
    promise: str
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How some promises came out."""

    met: tuple[Kept, ...]
    missed: tuple[Kept, ...]

    @property
    def n(self) -> int:
        """Return how many have a verdict."""
        return len(self.met) + len(self.missed)

    @property
    def near(self) -> tuple[Kept, ...]:
        """Return those met with nearly all of their target used."""
        return tuple(row for row in self.met if row.used is not None and row.used >= NEAR)


def verdict(row: Kept, way: str, window: Window) -> bool | None:
    """Return whether the promise was met (true) or missed in the period by a way to count; None where it is neither."""
    if row.missed_at is not None:
        at = row.stopped_at if way == Way.BY_CLOSE else row.missed_at
        return False if window.holds(at) else None
    if row.stopped_at is None:
        return None
    if way == Way.BY_DUE:
        return True if row.due_at and row.due_at <= window.until and window.holds(row.due_at) else None
    return True if window.holds(row.stopped_at) else None


def counted(rows: Iterable[Kept], way: str, window: Window) -> Counted:
    """Return the promises met and those missed in the period."""
    sides: dict[bool | None, list[Kept]] = {True: [], False: [], None: []}
    for row in rows:
        sides[verdict(row, way, window)].append(row)
    return Counted(tuple(sides[True]), tuple(sides[False]))


def raw(rows: Iterable[Kept], way: str, window: Window) -> Counted:
    """Return the same as if waiting had never held a clock."""
    return counted((row.raw for row in rows), way, window)


def left(rows: Iterable[Kept], opened: Iterable[Opened], promise: str, *, way: str, window: Window) -> list[Left]:
    """Return the cases opened in the period without a verdict on a promise, each with the reason."""
    known = {row.case: row for row in rows if row.promise == promise}
    reasons = ((case, _why(known.get(case.case), way, window)) for case in opened if not case.is_left_out)
    return [Left(case, promise, why) for case, why in reasons if why]


def reasons(excluded: Iterable[Left]) -> str:
    """Return why cases are excluded, most first; of several reasons each with its number."""
    counts = Counter(one.why for one in excluded)
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{n:,} {why}" for why, n in counts.most_common())


def by_day(rows: Iterable[Kept], window: Window, zone: tzinfo) -> list[tuple[date, int, int]]:
    """Return for each day of the period, in the zone, how many were met of how many decided since it began.

    The last day is still running.
    """
    met, n = Counter[date](), Counter[date]()
    for row in rows:
        if day := _decided_on(row, window, zone):
            met[day] += bool(verdict(row, Way.DECIDED, window))
            n[day] += 1
    first, last = window.since.astimezone(zone).date(), window.until.astimezone(zone).date()
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    return [(day, sum(met[at] for at in days if at <= day), sum(n[at] for at in days if at <= day)) for day in days]


def decided_by(rows: Iterable[Kept], window: Window, zone: tzinfo, day: date) -> frozenset[int]:
    """Return the cases whose promises `by_day` counts by the end of a day."""
    return frozenset(row.case for row in rows if (at := _decided_on(row, window, zone)) and at <= day)


def _decided_on(row: Kept, window: Window, zone: tzinfo) -> date | None:
    """Return the day in the zone on which a promise was met or missed; None where it was neither in the period."""
    is_met = verdict(row, Way.DECIDED, window)
    if is_met is None:
        return None
    return ((row.stopped_at if is_met else row.missed_at) or window.since).astimezone(zone).date()


def clauses(rows: Sequence[Kept]) -> str:
    """Return the clauses that some promises are made by; empty where the contract names none."""
    return ", ".join(sorted({row.clause for row in rows if row.clause}))


def _why(row: Kept | None, way: str, window: Window) -> str:
    """Return why a case has no verdict; empty where it has one."""
    if row is None:
        return "without target"
    if row.missed_at is not None:
        return "open past due" if way == Way.BY_CLOSE and row.stopped_at is None else ""
    if row.stopped_at is None:
        return "paused" if row.is_paused else "still running"
    return "not due yet" if way == Way.BY_DUE and (row.due_at is None or row.due_at > window.until) else ""
