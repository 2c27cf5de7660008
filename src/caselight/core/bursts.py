"""Bursts: more failures of one service within half an hour than chance explains, so perhaps with one cause."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from caselight.core.tallies import Failure

WITHIN = timedelta(minutes=30)
DAY = timedelta(days=1)
RARE = 0.001
LEAST = 5
JUST_OVER = 1.000_001  # a negative binomial needs more variance than Poisson
MOST = 500  # nobody asks for more in half an hour


class Burst(NamedTuple):
    """Failures of one client and service that came too close together."""

    client_id: int
    service_id: int | None
    began_at: datetime
    ended_at: datetime  # when the last one was opened
    numbers: tuple[int, ...]


def bursts(failures: Sequence[Failure], before: Sequence[Failure], span: timedelta) -> list[Burst]:
    """Return the bursts among failures of a period, newest first, judged by the period of the same `span` before it.

    1. Expected in half an hour: those of the same client, service and hour of the day in both periods, per day, halved.
    2. Remarkable: at least 5, and so many that a negative binomial reaches them in less than 1 of 1,000 half hours;
       its variance is that of the half hours before the period, so that a burst does not excuse itself.
    3. Half hours that touch are one burst.
    """
    groups, past = _grouped(failures), _grouped(before)
    found = []
    for (client_id, service_id), rows in groups.items():
        earlier = past.get((client_id, service_id), [])
        per_hour = Counter(row.opened_at.hour for row in [*rows, *earlier])
        days = 2 * span / DAY
        spread = dispersion(earlier, span)
        least = {hour: remarkable(n / days / 2, spread) for hour, n in per_hour.items()}
        for run in _runs(rows, least):
            numbers = tuple(row.number for row in run)
            found.append(Burst(client_id, service_id, run[0].opened_at, run[-1].opened_at, numbers))
    return sorted(found, key=lambda burst: (burst.began_at, burst.numbers), reverse=True)


def remarkable(expected: float, spread: float) -> int:
    """Return the least count that a negative binomial of this mean and variance-to-mean reaches too rarely."""
    chances = _chances(expected, max(spread, JUST_OVER))
    left, count = 1.0, 0
    while (left >= RARE or count < LEAST) and count < MOST:
        left, count = left - next(chances), count + 1
    return count


def dispersion(failures: Sequence[Failure], span: timedelta) -> float:
    """Return the variance of the counts of half hours over their mean, 1 at least: how much they come in clumps."""
    halves = span / WITHIN
    counts = Counter(row.opened_at.timestamp() // WITHIN.total_seconds() for row in failures).values()
    if not counts:
        return 1.0
    mean = sum(counts) / halves
    return max(1.0, sum(count * count for count in counts) / halves / mean - mean)


def _chances(mean: float, spread: float) -> Iterator[float]:
    """Yield the chance of 0, 1, 2 … of a negative binomial; with hardly any spread it is Poisson's."""
    size, more = mean / (spread - 1), 1 - 1 / spread
    chance, count = spread**-size, 0
    while True:
        yield chance
        chance *= (count + size) / (count + 1) * more
        count += 1


def _grouped(failures: Sequence[Failure]) -> dict[tuple[int, int | None], list[Failure]]:
    groups = defaultdict[tuple[int, int | None], list[Failure]](list)
    for each in sorted(failures, key=lambda row: (row.opened_at, row.number)):
        groups[each.client_id, each.service_id].append(each)
    return groups


def _runs(rows: Sequence[Failure], least: dict[int, int]) -> list[list[Failure]]:
    """Return the stretches of rows, in order, of which each row lies in a half hour with remarkably many."""
    struck: set[int] = set()
    end = 0
    for start, row in enumerate(rows):
        while end < len(rows) and rows[end].opened_at - row.opened_at < WITHIN:
            end += 1
        if end - start >= least[row.opened_at.hour]:
            struck.update(range(start, end))
    runs: list[list[Failure]] = []
    for place in sorted(struck):
        if place - 1 in struck and rows[place].opened_at - rows[place - 1].opened_at < WITHIN:
            runs[-1].append(rows[place])
        else:
            runs.append([rows[place]])
    return runs
