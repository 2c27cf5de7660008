"""When teams are there: who is on shift now, who comes next, and when nobody of a tier is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from caselight.core.calling import Desk
from caselight.core.hours import BusinessHours

LOOK_AHEAD = timedelta(days=31)


class Span(NamedTuple):
    """A stretch of time, its end not in it."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return self.end - self.start


class Presence(NamedTuple):
    """Whether a team is there, and until when that stays so: None where it does for the next month."""

    is_there: bool
    until: datetime | None


def presence(desk: Desk, at: datetime) -> Presence:
    """Return whether a team is on shift at an instant, and when that changes next."""
    if desk.hours is None:
        return Presence(is_there=True, until=None)
    for start, end in _shifts(desk.hours, at, at + LOOK_AHEAD):
        if start > at:
            return Presence(is_there=False, until=start)
        return Presence(is_there=True, until=end if end < at + LOOK_AHEAD else None)
    return Presence(is_there=False, until=None)


def uncovered(desks: Iterable[Desk], tier: int, start: datetime, end: datetime) -> list[Span]:
    """Return when nobody of a tier is there in [start, end); all of it where the tier has no team."""
    there = [desk.hours for desk in desks if desk.tier == tier]
    if None in there:
        return []
    shifts = sorted(shift for hours in there if hours for shift in _shifts(hours, start, end))
    return list(_between(shifts, start, end))


def hours_in(spans: Sequence[Span]) -> timedelta:
    """Return how long spans are together."""
    return sum((span.length for span in spans), timedelta())


def _shifts(hours: BusinessHours, start: datetime, end: datetime) -> Iterator[Span]:
    """Yield when a team is there in [start, end)."""
    for since, until, is_open in hours.parts(start, end):
        if is_open:
            yield Span(since, until)


def _between(shifts: Iterable[Span], start: datetime, end: datetime) -> Iterator[Span]:
    at = start
    for shift in shifts:
        if shift.start > at:
            yield Span(at, shift.start)
        at = max(at, shift.end)
    if at < end:
        yield Span(at, end)
