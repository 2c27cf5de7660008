"""Weekly shifts laid out on the UTC axis, with the open time added up."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from caselight.core.micros import A_SECOND, Micros, to_micros
from caselight.core.shifts import DAY, Shift, always_open

FIRST_YEAR, LAST_YEAR = 1900, 2200
FIRST = to_micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
LAST = to_micros(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC))
_BEFORE_ALL = to_micros(datetime(FIRST_YEAR - 10, 1, 1, tzinfo=UTC))


class Openings(NamedTuple):
    """Separate open intervals in order, and the open time up to each end; row 0 is empty and lies before all others."""

    starts: Micros
    ends: Micros
    worked: Micros

    def worked_before(self, instants: Micros) -> Micros:
        """Return the open time that lies before each instant."""
        row = np.searchsorted(self.starts, instants, side="right") - 1
        before: Micros = self.worked[row] - np.maximum(self.ends[row] - instants, 0)
        return before

    def first_after(self, worked: Micros) -> Micros:
        """Return the first instant before which so much open time lies: Friday 17:00, not Monday 09:00."""
        row = np.searchsorted(self.worked, worked, side="left")
        reached: Micros = self.ends[row] - (self.worked[row] - worked)
        return reached


@lru_cache(maxsize=256)
def openings(
    zone: str, week: tuple[Shift, ...], holidays: frozenset[date], first_year: int, last_year: int
) -> Openings:
    """Return the open intervals of all shifts that begin in these years; always open is one interval."""
    if always_open(week) and not holidays:
        return _added_up(np.array([[FIRST, LAST]], dtype=np.int64))
    years = [_year(zone, week, holidays, year) for year in range(first_year, last_year + 1)]
    return _added_up(np.concatenate(years))


def _added_up(rows: Micros) -> Openings:
    """Merge intervals that touch and add up what lies before each end."""
    starts, ends = np.insert(rows, 0, _BEFORE_ALL, axis=0).T
    apart = starts[1:] != ends[:-1]
    starts, ends = starts[np.append(True, apart)], ends[np.append(apart, True)]
    return Openings(starts, ends, np.cumsum(ends - starts))


@lru_cache(maxsize=1024)
def _year(zone: str, week: tuple[Shift, ...], holidays: frozenset[date], year: int) -> Micros:
    """Return a row of start and end for each shift of a year; a shift that the wall clock skips leaves none."""
    place = ZoneInfo(zone)
    spans = [
        (_instant(place, day, shift.start), _instant(place, day + shift.overnight * DAY, shift.end))
        for day in _days(year)
        if day not in holidays
        for shift in week
        if shift.weekday == day.weekday()
    ]
    rows = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return rows[rows[:, 0] < rows[:, 1]]


def _days(year: int) -> Iterator[date]:
    return map(date.fromordinal, range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()))


def _instant(place: ZoneInfo, day: date, at: time) -> int:
    """Return the first instant at which the wall clock shows this time or a later one.

    A time that comes twice in autumn is the first of the two; one that spring skips is the moment of the change. So
    shifts that touch on paper touch in UTC, and none ever overlap.
    """
    wall = datetime.combine(day, at)
    first, second = (to_micros(wall.replace(tzinfo=place, fold=fold)) for fold in (0, 1))
    if first <= second:
        return first
    skipped = range(second // A_SECOND, first // A_SECOND)
    change = bisect_left(skipped, wall, key=lambda second: datetime.fromtimestamp(second, place).replace(tzinfo=None))
    return skipped.start * A_SECOND + change * A_SECOND
