"""When the wall clock of a zone first shows a time."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from caselight.core.micros import A_SECOND, EPOCH, FOREVER, MICROSECOND, Micros, to_micros

_A_DAY = 24 * 3600
_AROUND = timedelta(days=10)


def first_shown(zone: str, year: int, walls: Micros) -> Micros:
    """Return the first instant at which the clock shows each wall time of about this year, or a later one.

    A time that comes twice in autumn is the first of the two; one that spring skips is the moment of the change. So
    shifts that touch on paper touch in UTC, and none ever overlap.
    """
    found = np.full(walls.shape, FOREVER)
    stretches = pairwise([*_offsets(zone, year), (FOREVER, 0)])
    for (since, offset), (until, _) in reversed(list(stretches)):
        shown = np.maximum(walls - offset, since)
        found = np.where(shown < until, shown, found)
    return found


@lru_cache(maxsize=1024)
def _offsets(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """Return each offset from UTC in this year and a little around it, with the instant from which it held."""
    place = ZoneInfo(zone)
    first = _seconds(datetime(year, 1, 1, tzinfo=UTC) - _AROUND)
    midnights = range(first, _seconds(datetime(year + 1, 1, 1, tzinfo=UTC) + _AROUND), _A_DAY)
    offsets = [(first * A_SECOND, _offset(place, first))]
    for one, other in pairwise(midnights):
        if _offset(place, other) != offsets[-1][1]:
            offsets.append((_change(place, one, other) * A_SECOND, _offset(place, other)))
    return tuple(offsets)


def _change(place: ZoneInfo, one: int, other: int) -> int:
    """Return the first second after `one` with another offset; there is one until `other`."""
    old = _offset(place, one)
    return one + bisect_left(range(one, other), 1, key=lambda at: _offset(place, at) != old)


def _seconds(at: datetime) -> int:
    return to_micros(at) // A_SECOND


def _offset(place: ZoneInfo, seconds: int) -> int:
    """Return the microseconds by which the wall clock is ahead of UTC."""
    shown = (EPOCH + timedelta(seconds=seconds)).astimezone(place)
    return (shown.utcoffset() or timedelta()) // MICROSECOND
