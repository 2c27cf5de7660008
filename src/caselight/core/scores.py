"""How good predicted chances were, once it is known what happened."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 5
Shares = NDArray[np.float64]


class Bin(NamedTuple):
    """Predictions of a like size: how many, what they said on average, and the share that happened."""

    n: int
    said: float
    happened: float


def brier(said: ArrayLike, happened: ArrayLike) -> float | None:
    """Return the mean squared distance of chances from what happened, 0 at best (Brier 1950); None without any."""
    chances, facts = _both(said, happened)
    return float(np.mean((chances - facts) ** 2)) if chances.size else None


def auc(said: ArrayLike, happened: ArrayLike) -> float | None:
    """Return how often what happened was given more than what did not, ties half; None where all went one way.

    The area under the ROC curve, by the ranks (Mann and Whitney 1947).
    """
    chances, facts = _both(said, happened)
    hits = int(np.count_nonzero(facts))
    if hits in (0, facts.size):
        return None
    _, place, counts = np.unique(chances, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[facts == 1].sum() - hits * (hits + 1) / 2) / (hits * (facts.size - hits)))


def calibration(said: ArrayLike, happened: ArrayLike) -> list[Bin]:
    """Return the predictions in fifths of the chance, each beside what happened; empty fifths are left out."""
    chances, facts = _both(said, happened)
    fifth = np.minimum((chances * BINS).astype(int), BINS - 1)
    rows = (np.flatnonzero(fifth == each) for each in range(BINS))
    return [Bin(len(row), float(chances[row].mean()), float(facts[row].mean())) for row in rows if len(row)]


def _both(said: ArrayLike, happened: ArrayLike) -> tuple[Shares, Shares]:
    return np.asarray(said, dtype=np.float64), np.asarray(happened, dtype=np.float64)
