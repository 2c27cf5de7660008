"""Which case the digits of an update line mean."""

from collections.abc import Iterable
from typing import NamedTuple

from caselight.core.wording import digits_of

CHOICES = 9


class Known(NamedTuple):
    """A case that the writer may see."""

    number: int
    mine: bool
    is_open: bool


def matches(digits: str, known: Iterable[tuple[int, bool, bool]]) -> tuple[int, ...]:
    """Return the numbers that `digits` may mean, the likeliest first, at most nine.

    1. The full number of an open case means that case alone.
    2. Else every open case whose number ends in the digits: the writer's own first, the newest first among equals.
    3. Then the closed case that has exactly this number.
    """
    cases = [Known(*each) for each in known]
    exact = [case for case in cases if digits == digits_of(case.number)]
    if any(case.is_open for case in exact):
        return tuple(case.number for case in exact)
    ending = [case for case in cases if digits and case.is_open and digits_of(case.number).endswith(digits)]
    ranked = sorted(ending, key=lambda case: (not case.mine, -case.number)) + exact
    return tuple(case.number for case in ranked[:CHOICES])
