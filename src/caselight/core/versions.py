"""Opening hours in versions: what was counted before an edit is counted the same after it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caselight.core.hours import BusinessHours
from caselight.core.micros import EPOCH


@dataclass(frozen=True)
class VersionedHours:
    """Each version holds from its instant until that of the next; the first one also held before."""

    versions: tuple[tuple[datetime, BusinessHours], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "versions", tuple(sorted(self.versions, key=lambda version: version[0])))

    @classmethod
    def alone(cls, hours: BusinessHours) -> Self:
        """Return hours that never changed."""
        return cls(((EPOCH, hours),))

    def elapsed_seconds(self, starts: ArrayLike, ends: ArrayLike) -> NDArray[np.float64]:
        """Return the open time of many spans of epoch seconds, each part by the version in force in it."""
        begins, stops = np.broadcast_arrays(np.asarray(starts, dtype=np.float64), np.asarray(ends, dtype=np.float64))
        total = np.where(np.isfinite(begins) & np.isfinite(stops), 0.0, np.nan)
        changes = [-np.inf, *(since.timestamp() for since, _ in self.versions[1:]), np.inf]
        for (since, until), (_, hours) in zip(pairwise(changes), self.versions, strict=True):
            rows = (begins < until) & (stops > since) & (begins < stops)
            if rows.any():
                spans = np.maximum(begins[rows], since), np.minimum(stops[rows], until)
                total[rows] += hours.elapsed_seconds(*spans)
        return total

    @property
    def holidays(self) -> frozenset[date]:
        """Return the days that were holidays in the version in force at their noon."""
        changes = [datetime.min.replace(tzinfo=UTC), *(since for since, _ in self.versions[1:])]
        ends = [*changes[1:], datetime.max.replace(tzinfo=UTC)]
        return frozenset(
            day
            for since, until, (_, hours) in zip(changes, ends, self.versions, strict=True)
            for day in hours.holidays
            if since <= datetime.combine(day, time(12), ZoneInfo(hours.zone)) < until
        )
