"""Open time found the slow way: somebody watches the wall clock, minute after minute, with the roster in hand."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from caselight.core.hours import BusinessHours

MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)


class Watch:
    """Knows for each minute of some days whether the desk is open."""

    def __init__(self, hours: BusinessHours, first: date, days: int) -> None:
        self.first = datetime(first.year, first.month, first.day, tzinfo=UTC)
        dates = [first + day * A_DAY for day in range(-2, days + 2)]
        roster = {day: _spans(hours, day - A_DAY) + _spans(hours, day) for day in dates}
        self._open = [_covered(roster[shown.date()], shown) for shown in _shown(hours.zone, self.first, days)]
        self.minutes = len(self._open)

    def elapsed(self, start: int, end: int) -> int:
        """Return how many minutes from `start` until `end` are open."""
        return sum(self._open[start:end])

    def due(self, start: int, target: int) -> int | None:
        """Return the first minute before which `target` open ones have passed since `start`, if it was watched."""
        passed = accumulate(self._open[start:], initial=0)
        return next((start + minute for minute, spent in enumerate(passed) if spent == target), None)


@lru_cache
def watch(hours: BusinessHours, first: date, days: int) -> Watch:
    """Return one watch for each roster and stretch of days: watching is slow."""
    return Watch(hours, first, days)


@lru_cache
def _shown(zone: str, first: datetime, days: int) -> list[datetime]:
    """Return the latest time that the wall clock has shown by each minute: an hour shown twice opens nothing twice."""
    minutes = range(-24 * 60, days * 24 * 60)
    walls = [(first + minute * MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for minute in minutes]
    return list(accumulate(walls, max))[24 * 60 :]


def _spans(hours: BusinessHours, day: date) -> list[tuple[datetime, datetime]]:
    usual = [shift for shift in hours.weekly if shift.weekday == day.weekday() and day not in hours.holidays]
    shifts = dict(hours.exceptions).get(day, usual)
    nights = [A_DAY if shift.end <= shift.start else 0 * A_DAY for shift in shifts]
    return [
        (datetime.combine(day, shift.start), datetime.combine(day + night, shift.end))
        for shift, night in zip(shifts, nights, strict=True)
    ]


def _covered(roster: list[tuple[datetime, datetime]], shown: datetime) -> bool:
    return any(start <= shown < end for start, end in roster)
