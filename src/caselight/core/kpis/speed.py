"""How fast: four clocks beside each other, the open cases always counted in."""

from typing import Any

import numpy as np

from caselight.core.kpis.facts import Mask, Seconds
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import kpi
from caselight.core.stats import kaplan_meier, percentile

HOUR = 3600
CLOCKS = {
    "calendar": (False, False),
    "calendar_minus_waiting": (False, True),
    "business": (True, False),
    "business_minus_waiting": (True, True),
}


@kpi("first_response", unit="hours")
def first_response(lives: Lives) -> dict[str, Any] | None:
    """Time from opening to the first human reply the customer saw, of cases opened in the window.

    Cases still without one count as open, at their age; cases resolved without one are left out.
    """
    return _since_opening(lives, lives.facts.cases.responded)


@kpi("acknowledge", unit="hours")
def acknowledge(lives: Lives) -> dict[str, Any] | None:
    """Time from opening until somebody took the case, of cases opened in the window.

    Cases that nobody has taken yet count as open, at their age; cases resolved without it are left out.
    """
    return _since_opening(lives, lives.facts.cases.acknowledged)


@kpi("time_to_resolve", unit="hours")
def time_to_resolve(lives: Lives) -> dict[str, Any] | None:
    """Time from opening until resolved for good, of cases resolved in the window; reopening undoes a resolution.

    Kaplan-Meier counts the cases still open at as-of, at their age. Cancelled and merged cases are left out.
    """
    return _resolution(lives, lives.resolved)


@kpi("first_resolution", unit="hours")
def first_resolution(lives: Lives) -> dict[str, Any] | None:
    """Time from opening until resolved for the first time, whatever came later, of cases first resolved in the window.

    Kaplan-Meier counts the cases never resolved, at their age. Cancelled and merged cases are left out.
    """
    return _resolution(lives, lives.first_resolved)


def _since_opening(lives: Lives, stop: Seconds) -> dict[str, Any] | None:
    done = np.isfinite(stop) & (stop <= lives.facts.now)
    chosen = lives.counts & lives.opened & (done | lives.is_open)
    return by_four_clocks(lives, np.where(done, stop, np.nan), chosen)


def _resolution(lives: Lives, stop: Seconds) -> dict[str, Any] | None:
    done = np.isfinite(stop)
    return by_four_clocks(lives, stop, lives.counts & np.where(done, lives.facts.within(stop), lives.is_open))


def by_four_clocks(lives: Lives, stop: Seconds, chosen: Mask) -> dict[str, Any] | None:
    """Return the figures of the chosen cases on each clock; those without a stop are open at as-of."""
    if not chosen.any():
        return None
    done = np.isfinite(stop)
    until = np.where(done, stop, lives.facts.now)
    opened = lives.facts.cases.opened
    spans = {False: until - opened, True: lives.open_time(np.arange(len(opened)), opened, until)}
    figures = {}
    for clock, (business, minus_waiting) in CLOCKS.items():
        hours = spans[business] - (lives.waited(until, business=business) if minus_waiting else 0)
        hours = np.maximum(hours, 0) / HOUR
        known = chosen & np.isfinite(hours)
        figures[clock] = _figures(hours[known & done], hours[known & ~done])
    return figures


def _figures(done: Seconds, still_open: Seconds) -> dict[str, Any]:
    return {
        "n": len(done),
        "open": len(still_open),
        "median_h": percentile(done, 0.5),
        "p90_h": percentile(done, 0.9),
        "mean_h": float(done.mean()) if len(done) else None,
        "km_median_h": kaplan_meier(done, still_open, 0.5),
        "km_p90_h": kaplan_meier(done, still_open, 0.9),
    }
