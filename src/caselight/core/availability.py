"""Availability of a window: how much of it was lost, planned and unplanned, out and degraded, by whose fault."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from caselight.core.downtime import Down, Stretch, clipped, downtime, length, union
from caselight.core.versions import VersionedHours

NO_HOURS = 0.0


class Spell(NamedTuple):
    """One interval of one case: which service of which client, from when until when, and how badly."""

    case: int
    client: int
    service: int | None
    start: float
    end: float  # infinite while it lasts
    is_out: bool = True
    is_planned: bool = False
    vendor: str | None = None

    @property
    def down(self) -> Down:
        """Return what of it counts as time."""
        return Down(self.case, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Lost:
    """What a window lost: cases and separate blocks of unplanned downtime, and seconds that each count once."""

    n: int
    blocks: int
    window_s: float
    unplanned_s: float
    out_s: float = 0.0
    vendor_s: float = 0.0
    planned_s: float = 0.0
    planned_n: int = 0
    agreed_s: float | None = None  # agreed service time of the window, where it is not all of it
    agreed_lost_s: float | None = None

    @property
    def available(self) -> float | None:
        """Return the share of calendar time that was left; None for a window without length."""
        return _left(self.unplanned_s, self.window_s)

    @property
    def agreed(self) -> float | None:
        """Return the share of the agreed service time that was left, where there was any."""
        return None if self.agreed_s is None else _left(self.agreed_lost_s or NO_HOURS, self.agreed_s)

    @property
    def vendor_share(self) -> float | None:
        """Return the share of the unplanned time in which a third party's interruption lasted."""
        return self.vendor_s / self.unplanned_s if self.unplanned_s else None

    @property
    def between_failures(self) -> timedelta | None:
        """Return MTBF: the time it was up for each block; None without a failure, which is no infinity."""
        return timedelta(seconds=(self.window_s - self.unplanned_s) / self.blocks) if self.blocks else None

    @property
    def to_restore(self) -> timedelta | None:
        """Return MTTR: the downtime of each block; None without a failure."""
        return timedelta(seconds=self.unplanned_s / self.blocks) if self.blocks else None


def lost(spells: Iterable[Spell], *, since: float, until: float, hours: VersionedHours | None = None) -> Lost:
    """Return what [since, until) lost to these spells; without hours the service is agreed around the clock."""
    given = list(spells)
    unplanned, planned = ([each for each in given if each.is_planned is is_planned] for is_planned in (False, True))
    found = downtime((each.down for each in unplanned), since=since, until=until)
    blocks = merged(unplanned, since, until)
    return Lost(
        found.n,
        found.blocks,
        until - since,
        found.merged_s,
        out_s=length(merged((each for each in unplanned if each.is_out), since, until)),
        vendor_s=length(merged((each for each in unplanned if each.vendor), since, until)),
        planned_s=length(merged(planned, since, until)),
        planned_n=len({each.case for each in inside(planned, since, until)}),
        agreed_s=None if hours is None else _agreed(hours, [(since, until)]),
        agreed_lost_s=None if hours is None else _agreed(hours, blocks),
    )


def merged(spells: Iterable[Spell], since: float, until: float) -> list[Stretch]:
    """Return the separate blocks of spells inside the window."""
    return union((each.start, each.end) for each in clipped((spell.down for spell in spells), since, until))


def inside(spells: Iterable[Spell], since: float, until: float) -> list[Spell]:
    """Return the spells that lie in the window at least in part, whole as they are."""
    return [each for each in spells if clipped([each.down], since, until)]


def grouped(spells: Iterable[Spell], key: Callable[[Spell], object]) -> dict[object, list[Spell]]:
    """Return the spells by what they have in common."""
    found: dict[object, list[Spell]] = {}
    for each in spells:
        found.setdefault(key(each), []).append(each)
    return found


def lanes(spells: Sequence[Spell]) -> list[int]:
    """Return a lane for each spell so that those of one lane never overlap, the first that is free by its start."""
    ends: list[float] = []
    found = [0] * len(spells)
    for place in sorted(range(len(spells)), key=lambda place: (spells[place].start, spells[place].end)):
        start, end = spells[place].start, spells[place].end
        lane = next((lane for lane, until in enumerate(ends) if until <= start), len(ends))
        ends[lane : lane + 1] = [end]
        found[place] = lane
    return found


def _left(lost_s: float, of_s: float) -> float | None:
    return 1 - lost_s / of_s if of_s > 0 else None


def _agreed(hours: VersionedHours, stretches: Sequence[Stretch]) -> float:
    starts, ends = [start for start, _ in stretches], [end for _, end in stretches]
    return float(hours.elapsed_seconds(starts, ends).sum()) if stretches else NO_HOURS
