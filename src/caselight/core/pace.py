"""How fast a stage of cases is done: half within, nine in ten within, those not done yet counted at their age."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from caselight.core.board import LEAST_AT_RISK, Life, speed
from caselight.core.stats import km_quantile
from caselight.core.wording import FEW

WEEK = timedelta(weeks=1)


class Timed(NamedTuple):
    """One case: when it was opened, when the stage was done, and whether the case is still open."""

    client_id: int
    opened_at: datetime
    done_at: datetime | None
    is_open: bool
    number: int = 0  # of the case


@dataclass(frozen=True, slots=True)
class Pace:
    """Half are done within, nine in ten are done within; None where fewer than ten cases were watched that long."""

    half: timedelta | None
    most: timedelta | None
    done: int
    waiting: int  # not done yet, counted

    @property
    def is_few(self) -> bool:
        """Say whether it rests on fewer than 20 cases."""
        return self.done < FEW


def resolved_in(rows: Iterable[Timed], since: datetime, until: datetime) -> list[Timed]:
    """Return the cases resolved in [since, until), and those that stood unresolved at its end."""
    found = []
    for row in rows:
        if row.done_at is not None and since <= row.done_at < until:
            found.append(row)
        elif row.opened_at < until and (row.done_at is None or row.done_at >= until):
            found.append(row._replace(done_at=None))
    return found


def opened_in(rows: Iterable[Timed], since: datetime, until: datetime) -> list[Timed]:
    """Return the cases opened in [since, until); one that ended without the stage is left out."""
    return [row for row in rows if since <= row.opened_at < until and (row.done_at is not None or row.is_open)]


def pace(rows: Sequence[Timed], now: datetime) -> Pace:
    """Return how fast these were as known just before `now` (Kaplan and Meier 1958)."""
    done = [(row.done_at - row.opened_at).total_seconds() for row in rows if row.done_at and row.done_at < now]
    ages = [(now - row.opened_at).total_seconds() for row in rows if not (row.done_at and row.done_at < now)]
    half, most = (_quantile(done, ages, share) for share in (0.5, 0.9))
    return Pace(half, most, len(done), len(ages))


def finished(rows: Iterable[Timed], now: datetime) -> frozenset[int]:
    """Return the numbers of the cases that `Pace.done` counts, of which the stage was done before `now`."""
    return frozenset(row.number for row in rows if row.done_at and row.done_at < now)


def pace_of_week(rows: Sequence[Timed], since: datetime, until: datetime) -> Pace:
    """Return how fast cases were resolved in a short window: one opened before it is watched from the age it had then.

    Else the endings of one week would be set against the open cases of many.
    """
    found = speed([Life(row.opened_at, row.done_at) for row in rows], until, since=since)
    return Pace(found.half, found.most, found.resolved, found.unresolved)


def weeks(now: datetime, zone: ZoneInfo, count: int) -> list[tuple[datetime, datetime]]:
    """Return so many weeks of a zone's clock, oldest first; the last one runs and ends at `now`."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    starts = [datetime.combine(monday - WEEK * back, time(), zone).astimezone(UTC) for back in range(count - 1, -1, -1)]
    return list(zip(starts, [*starts[1:], now], strict=True))


def _quantile(done: list[float], ages: list[float], share: float) -> timedelta | None:
    found = km_quantile(done, ages, share)
    return timedelta(seconds=found.value) if found and found.at_risk >= LEAST_AT_RISK else None
