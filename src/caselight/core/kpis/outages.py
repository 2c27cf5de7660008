"""What was down, and for how long."""

from typing import Any

import numpy as np

from caselight.core.downtime import downtime
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import kpi

MINUTE = 60


@kpi("downtime", unit="cases, minutes, %")
def down(lives: Lives) -> dict[str, Any] | None:
    """Unplanned interruptions in the window, minor, major and critical; one still open lasts until as-of.

    Severity none, and work announced before it began, count nowhere. n: cases, however many services each hit.
    sum_min: their minutes added up. merged_min: each minute counted once, in so many blocks. Availability: the rest
    of the window's calendar time; without a start the window begins with the first interruption.
    Null until an interruption is recorded.
    """
    facts = lives.facts
    known = [each for each in facts.downs if lives.counts[each.case]]
    until = min(facts.until, facts.now)
    if not known:
        return None
    since = facts.since if np.isfinite(facts.since) else min(each.start for each in known)
    found = downtime(known, since=since, until=until)
    return {
        "n": found.n,
        "sum_min": found.sum_s / MINUTE,
        "merged_min": found.merged_s / MINUTE,
        "blocks": found.blocks,
        "availability_percent": 100 * (1 - found.merged_s / (until - since)) if until > since else None,
    }
