"""Where work waits between teams: how long a case that came from one lies before somebody in the other takes it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from caselight.core.kpis import Lives
from caselight.core.kpis.facts import CODES
from caselight.core.lifecycle import OPEN
from caselight.core.waiting import within

HALF = 0.5
STANDING = frozenset(CODES[status] for status in OPEN)


@dataclass(frozen=True, slots=True)
class Lane:
    """The cases that went from one team to another, by their ids.

    `half`: taken within, those that left or wait untaken counted as far as they were watched; None where too few.
    `waited`: the whole time they lay untaken. `untaken`: moved on, over, or still waiting before anybody took them.
    """

    came_from: int
    went_to: int
    n: int
    half: timedelta | None
    waited: timedelta
    untaken: int
    cases: frozenset[int]  # by number


def lanes(lives: Lives) -> list[Lane]:
    """Return the ways that opened cases went between teams until as-of, the one where most time was waited first."""
    taken: dict[tuple[int, int], list[float]] = defaultdict(list)
    untaken: dict[tuple[int, int], list[float]] = defaultdict(list)
    events, numbers = lives.facts.events, lives.facts.cases.number
    went: dict[tuple[int, int], set[int]] = defaultdict(set)
    moved = np.flatnonzero(
        lives.is_same_case & (events.team != np.roll(events.team, 1)) & lives.opened[events.case] & (events.team > 0)
    )
    for place in moved.tolist():
        way = int(events.team[place - 1]), int(events.team[place])
        if way[0]:
            spent, was_taken = _wait(lives, place)
            went[way].add(int(numbers[events.case[place]]))
            (taken if was_taken else untaken)[way].append(spent)
    found = [_lane(way, taken[way], untaken[way], went[way]) for way in went]
    return sorted(found, key=lambda one: (-one.waited, one.came_from, one.went_to))


def _wait(lives: Lives, place: int) -> tuple[float, bool]:
    """Return the seconds from an arrival until it was taken, left, was over or as-of came, and whether it was taken."""
    events = lives.facts.events
    case, team, came_at = events.case[place], events.team[place], events.at[place]
    for at in range(place, int(lives.last[case]) + 1):
        if events.team[at] != team or events.status[at] not in STANDING:
            return float(events.at[at] - came_at), False
        if events.is_accepted[at]:
            return float(events.at[at] - came_at), True
    return float(lives.facts.now - came_at), False


def _lane(way: tuple[int, int], taken: list[float], untaken: list[float], cases: set[int]) -> Lane:
    waited = timedelta(seconds=sum(taken) + sum(untaken))
    half = within(taken, untaken, HALF)
    return Lane(*way, len(taken) + len(untaken), half, waited, len(untaken), frozenset(cases))
