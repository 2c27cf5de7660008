"""One promise on one case: a target in open time, and the runs in which it was being used up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal, Self

from caselight.core import instant
from caselight.core.hours import BusinessHours

State = Literal["running", "at risk", "missed", "paused", "met"]

AT_RISK = 0.75


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of wall time in which the clock ran; without an end it still runs."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"A run cannot end at {self.end}, before it starts at {self.start}.")


@dataclass(frozen=True, slots=True)
class Clock:
    """Immutable: every method that changes a clock returns a new one. An instant before the last change counts as it.

    Between the last run and its continuation the clock is paused, or stopped when `stopped_at` is set.
    """

    target: timedelta
    hours: BusinessHours
    runs: tuple[Run, ...]
    stopped_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.target <= timedelta():
            raise ValueError("A promise needs a target above zero.")
        if not self.runs or any(run.end is None or run.end > later.start for run, later in pairwise(self.runs)):
            raise ValueError("A clock has one run or more, in order, and only the last may go on.")

    @classmethod
    def start(cls, target: timedelta, hours: BusinessHours, at: datetime) -> Self:
        """Return a running clock."""
        return cls(target, hours, (Run(at),))

    def pause(self, at: datetime) -> Self:
        """Hold while the case waits; a clock that does not run is left as it is."""
        if self._running is None:
            return self
        return replace(self, runs=(*self.runs[:-1], Run(self._running, self._not_before_last(at))))

    def resume(self, at: datetime) -> Self:
        """Run again after a pause; a clock that is not paused is left as it is."""
        if self._running or self.stopped_at:
            return self
        return replace(self, runs=(*self.runs, Run(self._not_before_last(at))))

    def stop(self, at: datetime) -> Self:
        """Stop for good, from running or paused; a stopped clock is left as it is."""
        if self.stopped_at:
            return self
        return replace(self.pause(at), stopped_at=self._not_before_last(at))

    def reopen(self, at: datetime) -> Self:
        """Run again after a stop, with the time already used; a clock that never stopped is left as it is."""
        if self.stopped_at is None:
            return self
        again = Run(max(at, self.stopped_at))
        return replace(self, runs=(*self.runs, again), stopped_at=None)

    def restart(self, at: datetime) -> Self:
        """Begin a new round with nothing used, running or held as before; a stopped clock is left as it is."""
        if self.stopped_at:
            return self
        anew = replace(self, runs=(Run(self._not_before_last(at)),))
        return anew if self._running else anew.pause(at)

    def aim(self, target: timedelta, hours: BusinessHours) -> Self:
        """Measure from the start against another target; time used and pauses stay."""
        return replace(self, target=target, hours=hours)

    def elapsed(self, now: datetime) -> timedelta:
        """Return the open time used by now."""
        spent = (self.hours.elapsed(run.start, min(run.end or now, now)) for run in self.runs)
        return sum(spent, timedelta())

    def due_at(self) -> datetime | None:
        """Return the instant the target is used up; None while a pause keeps it unknown."""
        return self.reached_at(self.target)

    def reached_at(self, used: timedelta) -> datetime | None:
        """Return the instant this much open time is used up: a threshold of the target, or the target itself.

        1. Passed inside a run that is over: that instant, whatever came later.
        2. Not yet, and running: where this run will reach it.
        3. Not yet, and stopped: where the clock would have reached it, had it gone on from there.
        4. Not yet, and paused: nobody knows.
        """
        left = used
        for run in self.runs:
            reached = self.hours.due(run.start, left)
            if run.end is None or reached < run.end:
                return reached
            left -= self.hours.elapsed(run.start, run.end)
        return self.hours.due(self.stopped_at, left) if self.stopped_at else None

    def state(self, now: datetime) -> State:
        """Return how the promise stands: stopped by the due instant is met, past it is missed, open or not."""
        due = self.due_at()
        if due is not None and due < (self.stopped_at or now):
            return "missed"
        if self.stopped_at:
            return "met"
        if self._running is None:
            return "paused"
        return "at risk" if self.elapsed(now) >= AT_RISK * self.target else "running"

    def to_rows(self) -> list[list[str | None]]:
        """Return the runs for a JSON column: `[[start, end or null], …]` in UTC."""
        return [[instant.write(run.start), instant.write(run.end) if run.end else None] for run in self.runs]

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Sequence[str | None]],
        *,
        target: timedelta,
        hours: BusinessHours,
        stopped_at: datetime | None = None,
    ) -> Self:
        """Return the clock whose runs were written by `to_rows`."""
        runs = tuple(Run(datetime.fromisoformat(str(start)), _read(end)) for start, end in rows)
        return cls(target, hours, runs, stopped_at)

    @property
    def _running(self) -> datetime | None:
        """Return the start of the run that is going on."""
        return self.runs[-1].start if self.runs[-1].end is None else None

    def _not_before_last(self, at: datetime) -> datetime:
        last = self.runs[-1]
        return max(at, last.end or last.start)


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
