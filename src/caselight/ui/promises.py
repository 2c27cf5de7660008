"""The promises on one case in words: what was promised, what is used, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from caselight.core.clock import Clock
from caselight.core.lateness import NEVER
from caselight.core.ledger import Turn, What, ledger
from caselight.core.promises import ROUNDS
from caselight.core.wording import clock as time_of_day
from caselight.core.wording import date, duration, moment
from caselight.store.casefile import ClockRow


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


def views(rows: Iterable[ClockRow], now: datetime, zone: tzinfo, turns: Sequence[Turn] = ()) -> list[View]:
    """Return the promises of a case in words; its turns tell waiting from resolved."""
    return [view(row, now, zone, turns) for row in rows]


def contract(rows: Sequence[ClockRow], now: datetime, zone: tzinfo) -> str:
    """Return from when the contract holds that promises them; empty where none was in force."""
    return date(max(row.valid_from for row in rows), zone, now=now) if rows else ""


def view(row: ClockRow, now: datetime, zone: tzinfo, turns: Sequence[Turn] = ()) -> View:
    """Return one promise in words."""
    clock = row.clock()
    waited = ledger(clock, turns, now=now).total(What.WAITING)
    used, target = clock.elapsed(now), clock.target
    words, shape = _state(clock, row, now)
    span = max(used, target)
    look = "late" if used > target else "attention" if shape == "attention" else ""
    return View(
        name=row.promise[:1].upper() + row.promise[1:],
        target=f"every {_brief(target)}" if row.promise in ROUNDS else _brief(target),
        used=duration(used) if used else "0m",
        used_percent=round(100 * used / span, 1),
        target_percent=round(100 * target / span, 1),
        look=look,
        paused=duration(waited) if waited else "0m",
        due=_due(clock, now, zone),
        words=words,
        shape=shape,
        hours=row.calendar or "24×7",
        urgency=NEVER if clock.stopped_at else clock.due_at() or NEVER,
    )


def most_urgent(views: Sequence[View]) -> View | None:
    """Return the promise that is due first, or the last one where none runs; None where nothing was promised."""
    return min(views, key=lambda each: each.urgency, default=None)


def rounds(rows: Iterable[ClockRow]) -> str:
    """Return how often the customer was told in time, of how often that was owed; empty where it never was."""
    counts = [(row.promise, row.kept, row.kept + row.missed) for row in rows if row.kept + row.missed]
    return ", ".join(f"{promise}: {kept} of {owed} kept so far" for promise, kept, owed in counts)


def _brief(target: timedelta) -> str:
    """Return a target without empty minutes: 8h, not 8h 00m."""
    return duration(target).replace(" 00m", "").replace(" 00h", "")


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
    if row.first_missed_at and row.promise not in ROUNDS:
        return "missed once, then aimed again", "below"
    if state == "met" and due and clock.stopped_at:
        return (
            f"met, {duration(due - clock.stopped_at)} before due" if due > clock.stopped_at else "met, just in time",
            "",
        )
    if state == "paused":
        return f"paused, {duration(left)} left", ""
    return (f"at risk, {duration(left)} left", "attention") if state == "at risk" else (f"{duration(left)} left", "")
