"""How many: cases, what is open, and how often failures come."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from caselight.core.baseline import judged
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import kpi
from caselight.core.kpis.speed import HOUR
from caselight.core.micros import seconds_to_micros
from caselight.core.recurrence import WITHIN, recurring
from caselight.core.stats import percentile

RECURS_WITHIN = WITHIN.days
DAY_S = 24 * HOUR


@kpi("cases", unit="cases")
def cases(lives: Lives) -> int:
    """Cases opened in the window, cancelled and merged ones included."""
    return int(np.count_nonzero(lives.opened))


@kpi("open", unit="cases")
def open_now(lives: Lives) -> int:
    """Cases open at as-of: not resolved, cancelled or merged, whenever they were opened."""
    return int(np.count_nonzero(lives.is_open))


@kpi("backlog", unit="cases, hours")
def backlog(lives: Lives) -> dict[str, Any]:
    """Cases open at as-of with their age since opening: half are younger than the median, 9 in 10 than p90."""
    ages = (lives.facts.now - lives.facts.cases.opened[lives.is_open]) / HOUR
    oldest = float(ages.max()) if len(ages) else None
    return {"n": len(ages), "median_h": percentile(ages, 0.5), "p90_h": percentile(ages, 0.9), "oldest_h": oldest}


@kpi("recurrence", unit="cases, %")
def recurrence(lives: Lives) -> dict[str, Any] | None:
    """Cases opened in the window with an earlier case of the same client, service and root cause within 30 days.

    While the root cause is unknown the record type stands for it; recoveries and cases that name no service repeat
    nothing. The first 30 days of the data are left out.
    """
    known = lives.facts.cases
    if not len(known.opened):
        return None
    again = recurring(known.kind, seconds_to_micros(known.opened), known.number)
    asked = lives.opened & (known.opened >= known.opened.min() + RECURS_WITHIN * DAY_S)
    n, earlier = int(np.count_nonzero(asked)), int(np.count_nonzero(asked & again))
    return {"days": RECURS_WITHIN, "cases": n, "with_earlier": earlier, "percent": 100 * earlier / n if n else None}


@kpi("frequency", unit="cases per day")
def frequency(lives: Lives) -> list[dict[str, Any]] | None:
    """Cases opened on each day of the window, beside the usual of that weekday.

    Expected: median of the same weekday of the last 8 weeks, holidays aside. Alarm: at least 3 and above
    expected + 3 · max(1, sigma) · √expected (Laney). Expected is null below 1 or with less than 4 weeks of history.
    """
    facts = lives.facts
    opened = facts.cases.opened[facts.cases.is_chosen & (facts.cases.opened < facts.until)]
    if not len(opened):
        return None
    zone = ZoneInfo(facts.zone)
    days, counts = np.unique([_day(instant, zone).toordinal() for instant in opened], return_counts=True)
    count = dict(zip(days.tolist(), counts.tolist(), strict=True))
    last = _day(min(facts.now, np.nextafter(facts.until, -np.inf)), zone).toordinal()
    series = [(date.fromordinal(day), count.get(day, 0)) for day in range(int(days[0]), last + 1)]
    since = _day(facts.since, zone) if np.isfinite(facts.since) else date.min
    holidays = frozenset[date]().union(*(hours.holidays for hours in facts.hours.values()))
    return [
        {
            "day": one.at.isoformat(),
            "count": one.count,
            "expected": one.usual.expected if one.usual else None,
            "alarm": one.alarm,
        }
        for one in judged(series, holidays=holidays, since=since)
    ]


def _day(instant: float, zone: ZoneInfo) -> date:
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=float(instant))).astimezone(zone).date()
