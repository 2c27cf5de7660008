"""Downtime: what is left of many intervals when each moment is counted once."""

from collections.abc import Iterable
from typing import NamedTuple

Stretch = tuple[float, float]  # seconds since 1970; an end may be infinite


class Down(NamedTuple):
    """One unplanned interval of one case."""

    case: int
    start: float
    end: float


class Downtime(NamedTuple):
    """What went down in a window: cases, their seconds added up, the seconds counted once, the separate blocks."""

    n: int
    sum_s: float
    merged_s: float
    blocks: int


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the separate blocks in order: what overlaps or touches is one; what has no length is none."""
    blocks: list[Stretch] = []
    for start, end in sorted(stretches):
        if blocks and start <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], end))
        elif end > start:
            blocks.append((start, end))
    return blocks


def clipped(intervals: Iterable[Down], since: float, until: float) -> list[Down]:
    """Return the part of each interval inside [since, until); what has no length counts where it lies."""
    inside = [each for each in intervals if each.start < until and (each.end > since or each.start >= since)]
    return [Down(each.case, max(each.start, since), min(each.end, until)) for each in inside]


def downtime(intervals: Iterable[Down], *, since: float, until: float) -> Downtime:
    """Return the downtime in [since, until); a case counts once, however many services it hit."""
    by_case: dict[int, list[Stretch]] = {}
    for each in clipped(intervals, since, until):
        by_case.setdefault(each.case, []).append((each.start, each.end))
    blocks = union(stretch for own in by_case.values() for stretch in own)
    spent = sum(length(union(own)) for own in by_case.values())
    return Downtime(len(by_case), spent, length(blocks), len(blocks))


def length(blocks: Iterable[Stretch]) -> float:
    """Return the seconds of separate blocks."""
    return sum(end - start for start, end in blocks)
