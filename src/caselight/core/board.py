"""The figures of the wall, worked out from what was read and the time it is now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from caselight.core.baseline import WINDOW, Judged, Usual, judged, usual

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LEAST_AT_RISK = 10  # fewer cases still open there, and a quantile is noise
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Life:
    """When a case was opened, and when it was resolved, if it was."""

    opened_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promised:
    """One resolution clock: when it fell or falls due, and when it stopped."""

    client_id: int
    due_at: datetime
    stopped_at: datetime | None = None
    missed_at: datetime | None = None  # its first miss, kept through reopening

    def missed(self, now: datetime) -> bool:
        """Say whether it is missed: by now, or once."""
        return self.missed_at is not None or self.due_at < (self.stopped_at or now)


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast cases are resolved, those still open counted: half within, and nine in ten within.

    A span is None where too few were watched that long; then all that is known is that it is `beyond`.
    """

    half: timedelta | None
    most: timedelta | None
    resolved: int
    unresolved: int
    beyond: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client's contract month stands: what was decided, against what was agreed."""

    client: str
    met: int
    missed: int
    per_mille: int

    @property
    def n(self) -> int:
        """Return how many promises are decided."""
        return self.met + self.missed

    @property
    def share(self) -> float:
        """Return the share met, 0 to 1."""
        return self.met / self.n

    @property
    def gap(self) -> float:
        """Return how far the share lies above the target; below it is negative."""
        return self.share - self.per_mille / 1000

    @property
    def allowance(self) -> int:
        """Return how many more may be missed of those decided so far; negative when too many were."""
        return self.n * (1000 - self.per_mille) // 1000 - self.missed


def speed(lives: Iterable[Life], until: datetime, *, since: datetime | None = None) -> Speed:
    """Return the Kaplan-Meier quantiles of the time to resolve as of `until`, open cases at the age they have then.

    With `since`, a case opened before it is watched only from the age it had then (delayed entry, Kaplan and Meier
    1958): counted from its first minute, one day's endings would be set against the open cases of weeks.
    """
    since = since or datetime.min.replace(tzinfo=UTC)
    seen = [life for life in lives if life.opened_at < until and (life.resolved_at or until) >= since]
    entered = np.array([max(0.0, (since - life.opened_at).total_seconds()) for life in seen])
    left = np.array([(min(life.resolved_at or until, until) - life.opened_at).total_seconds() for life in seen])
    ended = np.array([life.resolved_at is not None and life.resolved_at < until for life in seen], dtype=bool)
    times, counts = np.unique(left[ended], return_counts=True)
    at_risk = np.array([np.count_nonzero((entered <= time) & (left >= time)) for time in times])
    survival = np.cumprod(1 - counts / np.maximum(at_risk, 1))
    half, most = (_first_below(1 - share, times, survival, at_risk) for share in (0.5, 0.9))
    watched = times[at_risk >= LEAST_AT_RISK]
    beyond = timedelta(seconds=float(watched[-1])) if watched.size else None
    return Speed(half, most, int(ended.sum()), int((~ended).sum()), beyond)


def _first_below(left: float, times: Numbers, survival: Numbers, at_risk: Counts) -> timedelta | None:
    reached = np.flatnonzero(survival <= left + ROUNDING)
    if not reached.size or at_risk[reached[0]] < LEAST_AT_RISK:
        return None
    return timedelta(seconds=float(times[reached[0]]))


def by_hour(opened: Iterable[datetime]) -> Counter[datetime]:
    """Return how many instants lie in each hour, by its beginning."""
    return Counter(_hour(at) for at in opened)


def per_hour(counts: Mapping[datetime, int], now: datetime, zone: tzinfo, *, hours: int) -> list[Judged]:
    """Return the counts of the last full hours and of the running one, oldest first, each beside its usual.

    The hours of the week are those of the zone's clock, the one people work by.
    """
    asked = [_hour(now) - HOUR * back for back in reversed(range(hours))]
    known = dict.fromkeys(asked, 0) | {at: count for at, count in counts.items() if at <= asked[-1]}
    series = [(at.astimezone(zone), count) for at, count in sorted(known.items())]
    return judged(series, since=series[-hours][0].date())[-hours:]


def by_now(instants: Iterable[datetime], now: datetime, zone: tzinfo) -> Usual | None:
    """Return how many of such instants are usual by this time of day on a weekday like today."""
    local = now.astimezone(zone)
    days = Counter(at.date() for at in (when.astimezone(zone) for when in instants) if at.time() <= local.time())
    return usual(sorted(days.items()), local.date())


def open_usual(lives: Sequence[Life], now: datetime, zone: tzinfo) -> Usual | None:
    """Return how many open cases are usual at this time of day on a weekday like today."""
    local = now.astimezone(zone)
    first = min((life.opened_at for life in lives), default=now)
    past = [day for back in range(WINDOW, 0, -1) if (day := local - DAY * back).astimezone(UTC) > first]
    return usual([(day.date(), _open_at(lives, day)) for day in past], local.date())


def _open_at(lives: Iterable[Life], at: datetime) -> int:
    return sum(life.opened_at <= at and (life.resolved_at is None or life.resolved_at > at) for life in lives)


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def midnight(now: datetime, zone: tzinfo) -> datetime:
    """Return the instant today began in the zone."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def month_began(now: datetime, zone: tzinfo) -> datetime:
    """Return the instant this month began in the zone."""
    return now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
