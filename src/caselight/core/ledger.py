"""The clock ledger: what every stretch of a clock's life was, adding up to the number shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from caselight.core.clock import Clock
from caselight.core.hours import BusinessHours
from caselight.core.lifecycle import Status

ENDED = (Status.RESOLVED, Status.CLOSED)


class What(StrEnum):
    """Why a stretch counted, or did not."""

    COUNTED = "counted"
    WAITING = "waiting"
    RESOLVED = "resolved"
    OUTSIDE = "outside hours"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of the case at an instant: its status from then on, who brought it about, and why."""

    at: datetime
    status: str
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of wall time; who and why are told where somebody held the clock."""

    start: datetime
    end: datetime
    what: What
    by: str = ""
    why: str = ""

    @property
    def span(self) -> timedelta:
        """Return its length by the wall clock."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Ledger:
    """Consecutive parts from the clock's start to its stop, or to now."""

    parts: tuple[Part, ...]

    @property
    def counted(self) -> timedelta:
        """Return the time used: `Clock.elapsed`, part by part."""
        return self.total(What.COUNTED)

    @property
    def wall(self) -> timedelta:
        """Return the whole length by the wall clock."""
        return sum((part.span for part in self.parts), timedelta())

    def total(self, what: What) -> timedelta:
        """Return the length of all parts of one kind."""
        return sum((part.span for part in self.parts if part.what is what), timedelta())


def ledger(clock: Clock, turns: Iterable[Turn], *, now: datetime) -> Ledger:
    """Return the ledger of a clock; `turns` are the turns of its case in their order.

    1. Cut the clock's life where it was held or went on, and where its case turned.
    2. Cut each piece where the desk opened or closed, and take holidays out of the closed time.
    3. What is closed never counts; open time counts in a run, and is a wait or a resolution between runs.
    4. Join neighbours that say the same.
    """
    end = min(clock.stopped_at or now, now)
    told = sorted(turns, key=lambda turn: turn.at)  # stable: of two at the same instant the later one holds
    pieces = (piece for piece in _pieces(clock, told, end) if piece.start < piece.end)
    return Ledger(tuple(_joined(part for piece in pieces for part in _opened(piece, clock.hours))))


def _pieces(clock: Clock, told: Sequence[Turn], end: datetime) -> Iterator[Part]:
    """Yield the stretches in which nothing turned, as if the desk were always open."""
    begin = clock.runs[0].start
    edges = {begin, end, *(turn.at for turn in told)}
    edges |= {edge for run in clock.runs for edge in (run.start, run.end) if edge}
    for start, until in pairwise(sorted(edge for edge in edges if begin <= edge <= end)):
        is_running = any(run.start <= start < (run.end or end) for run in clock.runs)
        turn = next((turn for turn in reversed(told) if turn.at <= start), Turn(start, Status.NEW))
        yield Part(start, until, *_said(turn, is_running=is_running))


def _said(turn: Turn, *, is_running: bool) -> tuple[What, str, str]:
    """Return what open time was, by whom and why; a wait that does not hold the clock is told as its reason."""
    if is_running:
        return What.COUNTED, "", turn.why if turn.status == Status.WAITING else ""
    return What.RESOLVED if turn.status in ENDED else What.WAITING, turn.by, turn.why


def _opened(piece: Part, hours: BusinessHours) -> Iterator[Part]:
    """Yield the piece where the desk is open; where it is closed, what kept it closed."""
    for start, end, is_open in hours.parts(piece.start, piece.end):
        if is_open:
            yield replace(piece, start=start, end=end)
            continue
        for begin, until, would_open in hours.without_holidays().parts(start, end):
            yield Part(begin, until, What.HOLIDAY if would_open else What.OUTSIDE)


def _joined(parts: Iterable[Part]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        if joined and (joined[-1].what, joined[-1].by, joined[-1].why) == (part.what, part.by, part.why):
            joined[-1] = replace(joined[-1], end=part.end)
        else:
            joined.append(part)
    return joined
