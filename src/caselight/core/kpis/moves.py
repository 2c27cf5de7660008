"""How cases move between teams and tiers."""

from typing import Any, NamedTuple

import numpy as np

from caselight.core.kpis.facts import Mask, Whole
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import kpi
from caselight.core.kpis.speed import HOUR
from caselight.core.stats import percentile

STEPS = {"1>2": (1, 2), "1>3": (1, 3), "2>3": (2, 3)}
TIERS = (1, 2, 3)


@kpi("tiers", unit="counts by tier")
def tiers(lives: Lives) -> dict[str, Any] | None:
    """Events by the tier of the team that held the case, and cases by highest, first and last tier.

    Of cases opened in the window.
    """
    place = _of_opened(lives, lives.facts.events.tier > 0)
    if not len(place):
        return None
    case, tier = lives.facts.events.case[place], lives.facts.events.tier[place]
    starts = np.flatnonzero(np.diff(case, prepend=-1))
    ends = np.append(starts[1:], len(case)) - 1
    sorts = {"events": tier, "highest": np.maximum.reduceat(tier, starts), "first": tier[starts], "last": tier[ends]}
    return {name: {str(one): int(np.count_nonzero(found == one)) for one in TIERS} for name, found in sorts.items()}


@kpi("reopened", unit="cases")
def reopened(lives: Lives) -> int | None:
    """Cases first resolved in the window that stood open again by as-of."""
    resolved = lives.counts & lives.facts.within(lives.first_resolved)
    return int(np.count_nonzero(resolved & lives.was_reopened)) if resolved.any() else None


@kpi("hand_offs", unit="hand-offs")
def hand_offs(lives: Lives) -> dict[str, int] | None:
    """Count changes of team between two consecutive events of a case: in all, cases with any, most in one case.

    Of cases opened in the window. Another person of the same team is no hand-off.
    """
    case, _ = team_list(lives)
    if not len(case):
        return None
    per_case = np.bincount(case)
    changes = np.maximum(per_case[per_case > 0] - 1, 0)
    return {"total": int(changes.sum()), "cases": int(np.count_nonzero(changes)), "max": int(changes.max())}


@kpi("ping_pong", unit="returns")
def ping_pong(lives: Lives) -> dict[str, int] | None:
    """Count returns to the team before last (A, B, A in the list of teams, repeats removed): in all, cases with any.

    Of cases opened in the window.
    """
    case, _ = team_list(lives)
    if not len(case):
        return None
    places = returns(lives)
    return {"total": len(places), "cases": len(np.unique(places))}


def returns(lives: Lives) -> Whole:
    """Return for each return to the team before last the place of its case among the opened ones."""
    case, team = team_list(lives)
    found: Whole = case[2:][(team[2:] == team[:-2]) & (case[2:] == case[:-2])]
    return found


@kpi("escalations", unit="escalations")
def escalations(lives: Lives) -> dict[str, int] | None:
    """Events by which a case reached a tier higher than ever before, by tiers; cases with any.

    Never accepted: nobody in that tier or a higher one had taken the case by as-of. Of cases opened in the window.
    """
    if not lives.opened.any():
        return None
    found = _escalations(lives)
    counts = {name: int(np.count_nonzero(found.step(*tiers))) for name, tiers in STEPS.items()}
    never = int(np.count_nonzero(~np.isfinite(found.seconds)))
    return {**counts, "cases": len(np.unique(found.case)), "never_accepted": never}


@kpi("escalation_to_accept", unit="hours")
def escalation_to_accept(lives: Lives) -> dict[str, Any] | None:
    """Time from an escalation to the first event by which somebody in that tier or a higher one had taken the case.

    By tiers; of cases opened in the window, escalations that were accepted by as-of.
    """
    if not lives.opened.any():
        return None
    found = _escalations(lives)
    hours = {
        name: found.seconds[found.step(*tiers) & np.isfinite(found.seconds)] / HOUR for name, tiers in STEPS.items()
    }
    return {
        name: {"n": len(took), "median_h": percentile(took, 0.5), "p90_h": percentile(took, 0.9)}
        for name, took in hours.items()
    }


class _Escalations(NamedTuple):
    case: Whole
    before: Whole  # highest tier so far
    after: Whole
    seconds: Any  # until accepted; not a number if never

    def step(self, before: int, after: int) -> Mask:
        found: Mask = (self.before == before) & (self.after == after)
        return found


def _escalations(lives: Lives) -> _Escalations:
    """Find each event whose tier is higher than every earlier one of its case, and when it was accepted."""
    events = lives.facts.events
    place = _of_opened(lives, events.tier > 0)
    case, tier, at, accepted = events.case[place], events.tier[place], events.at[place], events.is_accepted[place]
    high = 10 * case + tier  # cases come in order, so the highest so far never reaches back into another case
    so_far = np.maximum.accumulate(high)[:-1] - 10 * case[1:]
    rise = 1 + np.flatnonzero((so_far > 0) & (tier[1:] > so_far))
    seconds = np.full(len(rise), np.nan)
    for wanted in TIERS[1:]:
        rows = np.flatnonzero(tier[rise] == wanted)
        taken = _next(accepted & (tier >= wanted))[rise[rows]]
        known = (taken < len(case)) & (case[np.minimum(taken, len(case) - 1)] == case[rise[rows]])
        seconds[rows[known]] = at[taken[known]] - at[rise[rows[known]]]
    return _Escalations(case[rise], so_far[rise - 1], tier[rise], seconds)


def _next(wanted: Mask) -> Whole:
    """Return for each place the first one from there on where `wanted` holds; the length where none does."""
    places = np.where(wanted, np.arange(len(wanted)), len(wanted))
    return np.minimum.accumulate(places[::-1])[::-1]


def team_list(lives: Lives) -> tuple[Whole, Whole]:
    """Return the teams of each opened case in order, repeats removed, and the case of each."""
    events = lives.facts.events
    place = _of_opened(lives, events.team > 0)
    case, team = events.case[place], events.team[place]
    changed = (np.diff(case, prepend=-1) != 0) | (np.diff(team, prepend=0) != 0)
    return case[changed], team[changed]


def _of_opened(lives: Lives, wanted: Mask) -> Whole:
    return np.flatnonzero(wanted & lives.opened[lives.facts.events.case])
