"""How soon a step is done, those counted in that wait for it still."""

from collections.abc import Sequence
from datetime import timedelta

from caselight.core.board import LEAST_AT_RISK
from caselight.core.stats import km_quantile


def within(done: Sequence[float], rest: Sequence[float], share: float) -> timedelta | None:
    """Return the Kaplan-Meier quantile of seconds; of many it is kept back where too few were watched that long."""
    found = km_quantile(done, rest, share)
    if found is None or found.at_risk < min(LEAST_AT_RISK, max(1, (len(done) + len(rest)) // 20)):
        return None
    return timedelta(seconds=found.value)
