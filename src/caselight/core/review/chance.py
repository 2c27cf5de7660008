"""Whether a difference between two periods is more than counts waver by themselves."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from math import sqrt

import numpy as np

from caselight.core.stats import Z, wilson

LEAST_DAYS = 28


def wavering(history: Iterable[tuple[date, int]]) -> float:
    """Return how much more days of the same weekday differ than pure chance would have them: 1, or more.

    Variance over mean, within each weekday: 3 means that cases come in clusters. 1 with less than four weeks.
    """
    by_weekday = defaultdict[int, list[int]](list)
    for day, count in history:
        by_weekday[day.weekday()].append(count)
    n = sum(map(len, by_weekday.values()))
    means = [(counts, float(np.mean(counts))) for counts in by_weekday.values()]
    squares = sum(float(np.sum((np.array(counts) - mean) ** 2)) / mean for counts, mean in means if mean > 0)
    return max(1.0, squares / (n - len(means))) if n >= LEAST_DAYS else 1.0


def counts_differ(now: int, before: int, *, clustered: float) -> bool:
    """Say whether two counts of periods equally long differ by more than 95 % of such pairs do by chance."""
    return abs(now - before) > Z * sqrt(clustered * (now + before))


def shares_differ(hits: int, n: int, hits_before: int, n_before: int) -> bool:
    """Say whether the 95 % intervals of two shares lie apart; two of nothing never do."""
    one, other = wilson(hits, n), wilson(hits_before, n_before)
    return one is not None and other is not None and (one[1] < other[0] or other[1] < one[0])
