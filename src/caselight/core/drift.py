"""Slow drift: whether counts have crept up against the months before, which a band that follows them cannot show."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from statistics import fmean, median

from caselight.core.baseline import DAYS_A_WEEK, LEAST_EXPECTED, LEAST_HISTORY, MOVING_RANGE, WINDOW

WEIGHT = 0.2  # of the newest day
CUT = 3  # sigma
SIGMAS = 3.3  # not 3: every client, every type and every type of a client is asked each day
LASTS = timedelta(days=6)  # from the first of seven days to the last
LIMIT = SIGMAS * sqrt(WEIGHT / (2 - WEIGHT))
LONGEST = WINDOW + 26 * DAYS_A_WEEK  # days of history that are looked at


def drifting_since(days: Sequence[tuple[date, int]]) -> date | None:
    """Return since when the counts of full days, oldest first, have lain above what they were; None when they do not.

    1. Expected is the median of the same weekday before the last eight weeks, a standing baseline that does not follow;
       weekdays on which less than one is expected are left out.
    2. z = (x - m) / sqrt(m); sigma is the mean moving range of the baseline's z / 1.128, 1 at least (Laney 2002).
    3. z are cut at 3 sigma, so that one bad day counts for little, and counted from their mean in the baseline: few
       failures a day lie above their median more often than not.
    4. Those of the last eight weeks are smoothed (EWMA, weight 0.2); above 3.3 sigma of the smoothed for a week or more
       they drift, from the day they rose above it. A day or two above the usual is what the band tells.
    """
    before, lately = days[-LONGEST:-WINDOW], days[-WINDOW:]
    if len(before) < LEAST_HISTORY:
        return None
    medians = {day: median(n for at, n in before if at.weekday() == day) for day in range(DAYS_A_WEEK)}
    usual = {day: expected for day, expected in medians.items() if expected >= LEAST_EXPECTED}
    known = [z for _, z in _scores(before, usual)]
    if not known:
        return None
    sigma = max(1.0, _moving_range(known) / MOVING_RANGE)
    level = fmean(min(z, CUT * sigma) for z in known)
    smooth, since = 0.0, None
    for at, z in _scores(lately, usual):
        smooth += WEIGHT * (min(z, CUT * sigma) - level - smooth)
        since = (since or at) if smooth > LIMIT * sigma else None
    return since if since and lately[-1][0] - since >= LASTS else None


def _scores(days: Sequence[tuple[date, int]], usual: Mapping[int, float]) -> list[tuple[date, float]]:
    known = ((at, n, usual[at.weekday()]) for at, n in days if at.weekday() in usual)
    return [(at, (n - expected) / sqrt(expected)) for at, n, expected in known]


def _moving_range(z: Sequence[float]) -> float:
    return fmean(abs(later - earlier) for earlier, later in pairwise(z)) if len(z) > 1 else 0.0
