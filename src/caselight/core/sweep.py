"""What fell due by an instant, in order: a function of clocks and time, however often it is asked."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from caselight.core.clock import Clock
from caselight.core.matrix_defaults import EVERY, LAST

WHOLE = 100  # percent
LATE_AFTER = timedelta(minutes=1)


class Key(NamedTuple):
    """What is recorded once and never again."""

    clock: str
    threshold: int
    cycle: int


class Due(NamedTuple):
    """A threshold that was passed, and when."""

    due_at: datetime
    key: Key


@dataclass(frozen=True, slots=True)
class Watched:
    """A clock under watch: the instant at which each threshold is passed in this cycle."""

    name: str
    cycle: int
    marks: tuple[tuple[int, datetime], ...]

    def due(self, done: AbstractSet[Key]) -> Iterator[Due]:
        """Yield what was not yet recorded, whenever it falls due."""
        for threshold, at in self.marks:
            key = Key(self.name, threshold, self.cycle)
            if key not in done:
                yield Due(at, key)


def percents(said: Iterable[int]) -> Iterator[int]:
    """Yield the thresholds of a row; after its highest again every so many percent, up to the last."""
    ordered = sorted(said)
    yield from ordered
    if ordered:
        yield from range(ordered[-1] + EVERY, LAST + 1, EVERY)


def watched(
    name: str, clock: Clock, said: Sequence[int], *, as_of: datetime, cycle: int = 0, since: datetime | None = None
) -> Watched:
    """Return the watch on a promise up to the first threshold still to come.

    In a later cycle, what was used up before it counts from the cycle's start.
    """
    marks: list[tuple[int, datetime]] = []
    for percent in percents(said):
        at = clock.reached_at(clock.target * percent / WHOLE)
        if at is None or (clock.stopped_at is not None and at >= clock.stopped_at):
            break
        marks.append((percent, max(at, since) if since else at))
        if at >= as_of:
            break
    return Watched(name, cycle, tuple(marks))


def fell_due(clocks: Iterable[Watched], done: AbstractSet[Key], as_of: datetime) -> list[Due]:
    """Return what was passed before as-of and is not yet recorded, oldest first."""
    return sorted(due for clock in clocks for due in clock.due(done) if due.due_at < as_of)


def next_at(clock: Watched, done: AbstractSet[Key]) -> datetime | None:
    """Return when the next threshold is passed; None when none is left or nobody knows."""
    return min((due.due_at for due in clock.due(done)), default=None)


def is_late(due_at: datetime, fired_at: datetime) -> bool:
    """Say whether a threshold was noticed later than a worker at work would have."""
    return fired_at - due_at > LATE_AFTER
