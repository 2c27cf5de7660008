"""Business hours: how much open time passes between two instants, and when a target in open time is reached."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caselight.core import shifts
from caselight.core.micros import A_SECOND, FOREVER, MICROSECOND, Micros, from_micros, seconds_to_micros, to_micros
from caselight.core.openings import FIRST, FIRST_YEAR, LAST, LAST_YEAR, OneDay, Openings, openings
from caselight.core.refusal import Refusal
from caselight.core.shifts import Shift

_MARGIN = 10 * 24 * 3600 * A_SECOND  # the week of a shift may have begun in another year, and a night may end in one
_A_SEASON = 90 * 24 * 3600 * A_SECOND
_OUT_OF_RANGE = f"Business hours are known from {FIRST_YEAR} to {LAST_YEAR} only: check the year and the target."


@dataclass(frozen=True)
class BusinessHours:
    """Weekly shifts in a zone. A shift belongs to the day it starts on: a holiday takes away the whole of it.

    An exception gives one day its own hours, or none, whatever the week and the holidays say of it.
    """

    zone: str
    weekly: tuple[Shift, ...]
    holidays: frozenset[date] = field(default_factory=frozenset)
    exceptions: tuple[OneDay, ...] = ()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise Refusal(f"{self.zone!r} is no time zone: use an IANA name such as Europe/London.") from error
        object.__setattr__(self, "weekly", shifts.in_order(self.weekly))
        object.__setattr__(self, "holidays", frozenset(self.holidays))
        object.__setattr__(self, "exceptions", tuple(sorted(self.exceptions)))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read `{"zone": …, "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": ["2026-12-25"]}`.

        `"exceptions": {"2026-12-24": [["09:00", "12:00"]]}` may say the hours of single days.
        """
        return cls(
            zone=str(data.get("zone", "")),
            weekly=shifts.read_week(data.get("weekly", {})),
            holidays=frozenset(map(_read_date, data.get("holidays", ()))),
            exceptions=tuple(
                (day := _read_date(text), shifts.read_day(day.weekday(), rows))
                for text, rows in data.get("exceptions", {}).items()
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the hours as `from_dict` takes them, ready for JSON."""
        written: dict[str, Any] = {
            "zone": self.zone,
            "weekly": shifts.write_week(self.weekly),
            "holidays": sorted(day.isoformat() for day in self.holidays),
        }
        if self.exceptions:
            written["exceptions"] = {day.isoformat(): shifts.write_day(spans) for day, spans in self.exceptions}
        return written

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time in [start, end); none when the end comes first."""
        return int(self._elapsed(_one(start), _one(end))[0]) * MICROSECOND

    def due(self, start: datetime, target: timedelta) -> datetime:
        """Return the first instant at which the target is used up: Friday 16:00 + 1 h until 17:00 is Friday 17:00."""
        return from_micros(self._due(_one(start), np.array([min(target // MICROSECOND, FOREVER)]))[0])

    def elapsed_seconds(self, starts: ArrayLike, ends: ArrayLike) -> NDArray[np.float64]:
        """Return `elapsed` for many spans of epoch seconds; where one end is not a number, nor is the answer."""
        return _seconds(self._elapsed, starts, ends)

    def due_seconds(self, starts: ArrayLike, targets: ArrayLike) -> NDArray[np.float64]:
        """Return `due` for many starts in epoch seconds and targets in seconds; not a number stays not a number."""
        return _seconds(self._due, starts, targets)

    def parts(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
        """Yield the pieces of [start, end) in order, each with whether it is open."""
        at, last = to_micros(start), to_micros(end)
        table = self._covering(min(at, last), max(at, last))
        inside = (table.ends > at) & (table.starts < last) & (at < last)
        for opens, closes in zip(table.starts[inside], table.ends[inside], strict=True):
            if at < opens:
                yield from_micros(at), from_micros(opens), False
            yield from_micros(max(at, opens)), from_micros(min(last, closes)), True
            at = closes
        if at < last:
            yield from_micros(at), from_micros(last), False

    def without_holidays(self) -> Self:
        """Return the same hours as if no day were a holiday."""
        return replace(self, holidays=frozenset()) if self.holidays else self

    def _elapsed(self, starts: Micros, ends: Micros) -> Micros:
        table = self._covering(min(starts.min(), ends.min()), max(starts.max(), ends.max()))
        spent: Micros = np.maximum(table.worked_before(ends) - table.worked_before(starts), 0)
        return spent

    def _due(self, starts: Micros, targets: Micros) -> Micros:
        if targets.min() < 0:
            raise ValueError("A target cannot be negative.")
        first, last = starts.min(), starts.max()
        table = self._covering(first, last)
        needed = table.worked_before(starts) + targets
        while table.worked[-1] < needed.max():
            if last == LAST - 1:
                raise Refusal(_OUT_OF_RANGE)
            last = min(last + max(last - first, _A_SEASON), LAST - 1)
            table = self._covering(first, last)
        return np.where(targets > 0, table.first_after(needed), starts)

    def _covering(self, first: int, last: int) -> Openings:
        """Return the openings from before the first until after the last instant."""
        if first < FIRST or last >= LAST:
            raise Refusal(_OUT_OF_RANGE)
        years = from_micros(first - _MARGIN).year, from_micros(last + _MARGIN).year
        return openings(self.zone, self.weekly, self.holidays, self.exceptions, *years)


ALWAYS = BusinessHours("UTC", tuple(Shift(weekday, time(), time()) for weekday in range(len(shifts.DAYS))))


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Refusal(f"{text!r} is no holiday: write the date as 2026-12-25.") from error


def _one(at: datetime) -> Micros:
    return np.array([to_micros(at)])


def _seconds(count: Callable[[Micros, Micros], Micros], starts: ArrayLike, others: ArrayLike) -> NDArray[np.float64]:
    left, right = np.broadcast_arrays(np.asarray(starts, dtype=np.float64), np.asarray(others, dtype=np.float64))
    known = np.isfinite(left) & np.isfinite(right)
    answer = np.full(left.shape, np.nan)
    if known.any():
        answer[known] = count(seconds_to_micros(left[known]), seconds_to_micros(right[known])) / A_SECOND
    return answer
