"""Honest figures from durations and shares: percentiles, Kaplan-Meier with the open cases, Wilson intervals."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z = 1.96
ROUNDING = 1e-9


class KmQuantile(NamedTuple):
    """A duration, and how many cases were still under observation there: below 10 it is noise."""

    value: float
    at_risk: int


def percentile(values: ArrayLike, share: float) -> float | None:
    """Return the exact percentile by linear interpolation, in the unit of the values; None when there are none."""
    known = np.asarray(values, dtype=np.float64)
    return float(np.quantile(known, share)) if known.size else None


def kaplan_meier(closed: ArrayLike, open_: ArrayLike, share: float) -> float | None:
    """Return the duration within which this share of cases is done, open cases counted at their present age."""
    quantile = km_quantile(closed, open_, share)
    return quantile.value if quantile else None


def km_quantile(closed: ArrayLike, open_: ArrayLike, share: float) -> KmQuantile | None:
    """Return the first duration at which at most 1 - share is left, with the cases at risk; None if never reached.

    Kaplan and Meier 1958: S(t) is the product of 1 - d/n; a case open at age t is still at risk at t.
    """
    done = np.asarray(closed, dtype=np.float64)
    ages: NDArray[np.float64] = np.sort(np.concatenate([done, np.asarray(open_, dtype=np.float64)]))
    times, ended = np.unique(done, return_counts=True)
    at_risk = ages.size - np.searchsorted(ages, times, side="left")
    left = np.cumprod(1 - ended / at_risk)
    reached = np.flatnonzero(left <= 1 - share + ROUNDING)
    return KmQuantile(float(times[reached[0]]), int(at_risk[reached[0]])) if reached.size else None


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a share (Wilson 1927); None without cases, a ValueError for more hits than cases."""
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} hits of {n} is no share.")
    if n == 0:
        return None
    share, weight = hits / n, Z * Z / n
    middle = share + weight / 2
    spread = Z * sqrt(share * (1 - share) / n + weight / (4 * n))
    return max(0.0, (middle - spread) / (1 + weight)), min(1.0, (middle + spread) / (1 + weight))
