"""The promises on one case in words: what was promised, what is used, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.lateness import NEVER
from caselight.core.wording import clock as time_of_day
from caselight.core.wording import duration, moment
from caselight.store.casefile import ClockRow

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class View:
    """One promise in words; `used_percent` is of the track, on which the target stands at `target_percent`."""

    name: str
    target: str
    used: str
    used_percent: float
    target_percent: float
    look: str  # "", attention or late
    paused: str
    due: str
    words: str
    shape: str
    hours: str
    urgency: datetime  # when it is due, while it runs


def views(rows: Iterable[ClockRow], now: datetime, zone: tzinfo) -> list[View]:
    """Return the promises of a case in words."""
    return [view(row, now, zone) for row in rows]


def view(row: ClockRow, now: datetime, zone: tzinfo) -> View:
    """Return one promise in words."""
    clock = clock_of(row)
    used, target = clock.elapsed(now), clock.target
    words, shape = _state(clock, row, now)
    span = max(used, target)
    look = "late" if used > target else "attention" if shape == "attention" else ""
    return View(
        name=row.promise[:1].upper() + row.promise[1:],
        target=duration(target),
        used=duration(used) if used else "0m",
        used_percent=round(100 * used / span, 1),
        target_percent=round(100 * target / span, 1),
        look=look,
        paused=duration(paused(clock, now)) if paused(clock, now) else "0m",
        due=_due(clock, now, zone),
        words=words,
        shape=shape,
        hours=row.calendar or "24×7",
        urgency=NEVER if clock.stopped_at else clock.due_at() or NEVER,
    )


def most_urgent(views: Sequence[View]) -> View | None:
    """Return the promise that is due first, or the last one where none runs; None where nothing was promised."""
    return min(views, key=lambda each: each.urgency, default=None)


def clock_of(row: ClockRow) -> Clock:
    """Return a row as the clock it stands for."""
    hours = BusinessHours.from_dict(row.hours) if row.hours else ALWAYS
    target = timedelta(seconds=row.target_s)
    return Clock.from_rows(row.runs, target=target, hours=hours, stopped_at=row.stopped_at)


def paused(clock: Clock, now: datetime) -> timedelta:
    """Return how long the clock stood still by the wall clock, between its start and its stop or now."""
    ends = [run.end or now for run in clock.runs]
    starts = [run.start for run in clock.runs[1:]]
    if clock.runs[-1].end and clock.stopped_at is None:
        starts.append(now)
    return sum((start - end for start, end in zip(starts, ends, strict=False)), NONE)


def _due(clock: Clock, now: datetime, zone: tzinfo) -> str:
    if clock.stopped_at:
        return f"stopped {_when(clock.stopped_at, now, zone)}"
    due = clock.due_at()
    return _when(due, now, zone) if due else "unknown while paused"


def _when(at: datetime, now: datetime, zone: tzinfo) -> str:
    is_today = at.astimezone(zone).date() == now.astimezone(zone).date()
    return time_of_day(at, zone) if is_today else moment(at, zone, now=now)


def _state(clock: Clock, row: ClockRow, now: datetime) -> tuple[str, str]:
    """Return the state in words, and the shape that doubles its colour."""
    state, due = clock.state(now), clock.due_at()
    left = clock.target - clock.elapsed(now)
    if state == "missed" and due:
        late = duration((clock.stopped_at or now) - due)
        return (f"missed by {late}", "below") if clock.stopped_at else (f"overdue by {late}", "late")
    if row.first_missed_at:
        return "missed once, then aimed again", "below"
    if state == "met" and due and clock.stopped_at:
        return (
            f"met, {duration(due - clock.stopped_at)} before due" if due > clock.stopped_at else "met, just in time",
            "",
        )
    if state == "paused":
        return f"paused, {duration(left)} left", ""
    return (f"at risk, {duration(left)} left", "attention") if state == "at risk" else (f"{duration(left)} left", "")
