"""Weekly shifts laid out on the UTC axis, with the open time added up."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from caselight.core.micros import EPOCH, MICROSECOND, Micros, to_micros
from caselight.core.shifts import DAY, DAYS, Shift, always_open
from caselight.core.wall import first_shown

OneDay = tuple[date, tuple[Shift, ...]]  # the hours of a single day; none: closed

FIRST_YEAR, LAST_YEAR = 1900, 2200
FIRST = to_micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
LAST = to_micros(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC))
_DAY = DAY // MICROSECOND
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
    zone: str,
    week: tuple[Shift, ...],
    holidays: frozenset[date],
    exceptions: tuple[OneDay, ...],
    first_year: int,
    last_year: int,
) -> Openings:
    """Return the open intervals of the weeks that begin in these years; always open is one interval."""
    if always_open(week) and not holidays and not exceptions:
        return _added_up(np.array([[FIRST, LAST]], dtype=np.int64))
    years = [_year(zone, week, holidays, exceptions, year) for year in range(first_year, last_year + 1)]
    return _added_up(np.concatenate(years))


def _added_up(rows: Micros) -> Openings:
    """Merge intervals that touch, or overlap around an exception, and add up what lies before each end."""
    starts, ends = np.insert(rows, 0, _BEFORE_ALL, axis=0).T
    ends = np.maximum.accumulate(ends)
    apart = starts[1:] > ends[:-1]
    starts, ends = starts[np.append(True, apart)], ends[np.append(apart, True)]
    return Openings(starts, ends, np.cumsum(ends - starts))


@lru_cache(maxsize=1024)
def _year(
    zone: str, week: tuple[Shift, ...], holidays: frozenset[date], exceptions: tuple[OneDay, ...], year: int
) -> Micros:
    """Return start and end of each shift of the weeks that begin in a year; one that the clock skips leaves no row."""
    mondays = np.arange(_first_monday(year), _first_monday(year + 1), len(DAYS))
    days = mondays[:, None] + [shift.weekday for shift in week]
    kept = ~np.isin(days, [day.toordinal() for day in holidays.union(day for day, _ in exceptions)])
    walls = (mondays[:, None, None] - EPOCH.toordinal()) * _DAY + _spans(week)
    single = [_walls(day, shifts) for day, shifts in exceptions if mondays[0] <= day.toordinal() < mondays[-1] + 7]
    rows = first_shown(zone, year, np.concatenate([walls[kept], *single]))
    rows = rows[rows[:, 0] < rows[:, 1]]
    in_order: Micros = rows[np.argsort(rows[:, 0], kind="stable")]
    return in_order


def _walls(day: date, shifts: tuple[Shift, ...]) -> Micros:
    """Return the shifts of one day on the wall clock."""
    monday = day.toordinal() - day.weekday()
    return (monday - EPOCH.toordinal()) * _DAY + _spans(shifts)


def _spans(shifts: tuple[Shift, ...]) -> Micros:
    edges = [[edge // MICROSECOND for edge in shift.span()] for shift in shifts]
    return np.array(edges, dtype=np.int64).reshape(-1, 2)


def _first_monday(year: int) -> int:
    new_year = date(year, 1, 1)
    return new_year.toordinal() + -new_year.weekday() % len(DAYS)
