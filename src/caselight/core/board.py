"""The figures of the wall, worked out from what was read and the time it is now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from caselight.core import stats
from caselight.core.baseline import WINDOW, Judged, Usual, judged, usual

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LEAST_AT_RISK = 10  # fewer cases still open there, and a quantile is noise


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
    """How fast cases are resolved, those still open counted: half within, and nine in ten within."""

    half: timedelta | None
    most: timedelta | None
    resolved: int
    unresolved: int


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


def speed(lives: Iterable[Life], now: datetime) -> Speed:
    """Return the Kaplan-Meier quantiles of the time to resolve, the open cases at their present age."""
    lives = list(lives)
    closed = [(life.resolved_at - life.opened_at).total_seconds() for life in lives if life.resolved_at]
    ages = [(now - life.opened_at).total_seconds() for life in lives if not life.resolved_at]
    return Speed(_quantile(closed, ages, 0.5), _quantile(closed, ages, 0.9), len(closed), len(ages))


def _quantile(closed: Sequence[float], ages: Sequence[float], share: float) -> timedelta | None:
    found = stats.km_quantile(closed, ages, share)
    return timedelta(seconds=found.value) if found and found.at_risk >= LEAST_AT_RISK else None


def per_hour(opened: Iterable[datetime], now: datetime, zone: tzinfo, *, hours: int) -> list[Judged]:
    """Return the counts of the last full hours and of the running one, oldest first, each beside its usual.

    The hours of the week are those of the zone's clock, the one people work by.
    """
    counts = Counter(_hour(at) for at in opened)
    asked = [_hour(now) - HOUR * back for back in reversed(range(hours))]
    counts.update(dict.fromkeys(asked, 0))
    series = [(at.astimezone(zone), count) for at, count in sorted(counts.items()) if at <= asked[-1]]
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
