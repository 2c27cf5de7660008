"""How alike two titles are, for the hint that a case may be there already."""

import re
from collections.abc import Sequence

WORDS = re.compile(r"\w{2,}|\d")
STEM = 5
SHORT = 4
SAYING_NOTHING = (
    "a after all an and are as at be been but by can cannot for from has have in into is it its no not of off on or "
    "our out since so some than that the their then there they this to too up was we were when which while will with"
)
STOP = frozenset(SAYING_NOTHING.split())


def similar(title: str, others: Sequence[str], *, least: float = 0.4) -> tuple[int, ...]:
    """Return the positions of the titles that are at least so much alike, the most alike first."""
    scores = [likeness(title, other) for other in others]
    ranked = sorted(range(len(others)), key=lambda position: -scores[position])
    return tuple(position for position in ranked if scores[position] >= least)


def likeness(title: str, other: str) -> float:
    """Return the share of the words of the shorter title that the other has too, 0 to 1; 0 below two common words.

    Words are compared by their first five letters, so that an ending does not matter; a word of four letters
    equals each one that it begins. Single letters and words that say nothing (the, at, after) do not count.
    """
    one, two = _stems(title), _stems(other)
    common = min(_found(one, two), _found(two, one))
    return common / min(len(one), len(two)) if common > 1 else 0.0


def _stems(title: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in WORDS.findall(title.casefold()) if word not in STOP)


def _found(stems: frozenset[str], among: frozenset[str]) -> int:
    return sum(any(_same(stem, other) for other in among) for stem in stems)


def _same(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == SHORT and (one.startswith(other) or other.startswith(one)))
