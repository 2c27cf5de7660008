"""Who is called for a case: team after team, past those where nobody is on shift."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from caselight.core.hours import BusinessHours
from caselight.core.matrix import TIERS, Facts, Fault, Row, row_for
from caselight.core.matrix_defaults import closest
from caselight.core.micros import MICROSECOND


@dataclass(frozen=True, slots=True)
class Desk:
    """A team and when it is there; without hours it always is."""

    id: int
    name: str
    tier: int
    hours: BusinessHours | None = None

    def is_there(self, at: datetime) -> bool:
        """Say whether the team is on shift."""
        return self.hours is None or bool(self.hours.elapsed(at, at + MICROSECOND))


@dataclass(frozen=True, slots=True)
class Call:
    """The team that would be called, the row that says so, and the tiers passed over because nobody was there."""

    desk: Desk
    row: Row
    passed_over: tuple[int, ...] = ()
    is_there: bool = True
    fault: Fault | None = None


def next_call(
    rows: Sequence[Row], facts: Facts, desks: Sequence[Desk], *, tier: int | None, at: datetime
) -> Call | None:
    """Return who is called after a tier (None: before any), or None when nobody is above it.

    Where nobody above is on shift, the first team above is called all the same.
    """
    passed_over: list[int] = []
    for_want_of_better: Call | None = None
    for step in _tiers_above(rows, facts, desks, tier, at):
        found = row_for(rows, facts, step, at)
        row, fault = closest(found), found if isinstance(found, Fault) else None
        teams = _teams(row, desks, step)
        for desk in teams:
            if desk.is_there(at):
                return Call(desk, row, tuple(passed_over), fault=fault)
        if teams:
            for_want_of_better = for_want_of_better or Call(teams[0], row, is_there=False, fault=fault)
            passed_over.append(step)
    return for_want_of_better


def path(rows: Sequence[Row], facts: Facts, desks: Sequence[Desk], *, tier: int | None, at: datetime) -> Iterator[Call]:
    """Yield who would be called now, who next, and so on to the last."""
    while (call := next_call(rows, facts, desks, tier=tier, at=at)) is not None:
        yield call
        tier = call.desk.tier


def _tiers_above(
    rows: Sequence[Row], facts: Facts, desks: Sequence[Desk], tier: int | None, at: datetime
) -> Iterator[int]:
    """Yield the tiers in the order in which the matrix goes up; where it names none, those that have a team."""
    known = sorted({desk.tier for desk in desks})
    here = tier or 0
    while True:
        following = closest(row_for(rows, facts, here, at)).next_tier if here in TIERS else None
        above = [one for one in known if one > here]
        if not above:
            return
        here = following if following is not None and following > here else above[0]
        yield here


def _teams(row: Row, desks: Sequence[Desk], tier: int) -> list[Desk]:
    """Return the team that the row names, then the others of the tier."""
    there = sorted((desk for desk in desks if desk.tier == tier), key=lambda desk: desk.id)
    return sorted(there, key=lambda desk: desk.id != row.team_id)
