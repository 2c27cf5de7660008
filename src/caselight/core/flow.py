"""Where the time of cases goes: which status they stand in, which tier has them, and how often they change hands."""

from dataclasses import dataclass

import numpy as np

from caselight.core.kpis import Lives, moves
from caselight.core.kpis.facts import CODES, Seconds, Whole
from caselight.core.lanes import Lane, lanes
from caselight.core.lifecycle import OPEN, Status

WAITING = CODES[Status.WAITING]


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """The cases opened in a window: seconds by status and by tier, the share that waits by client, and their moves."""

    cases: int
    by_status: dict[str, float]
    by_tier: dict[int, float]
    waiting: dict[int, float]
    hand_offs: int
    returns: int
    handed: frozenset[int]  # the numbers of the cases that changed teams
    returned: frozenset[int]  # and of those that came back to the team before
    lanes: list[Lane]  # between teams, where most time is waited first


def flow(lives: Lives) -> Flow:
    """Return where the time of the opened cases went until as-of; what is resolved takes no time."""
    facts = lives.facts
    seconds = _spans(lives)
    case, status, tier = facts.events.case, facts.events.status, facts.events.tier
    client = facts.cases.client[case]
    spent = np.bincount(client, seconds) if len(case) else np.zeros(0)
    held = np.bincount(client, np.where(status == WAITING, seconds, 0)) if len(case) else spent
    hand_offs, back = moves.hand_offs(lives), moves.ping_pong(lives)
    return Flow(
        int(np.count_nonzero(lives.opened)),
        {name: float(seconds[status == CODES[name]].sum()) for name in OPEN},
        {one: float(seconds[tier == one].sum()) for one in moves.TIERS},
        {int(client): float(held[client] / spent[client]) for client in np.flatnonzero(spent)},
        hand_offs["total"] if hand_offs else 0,
        back["total"] if back else 0,
        frozenset(facts.cases.number[handed(lives)].tolist()),
        frozenset(facts.cases.number[moves.returns(lives)].tolist()),
        lanes(lives),
    )


def handed(lives: Lives) -> Whole:
    """Return the places of the opened cases that changed teams."""
    case, _ = moves.team_list(lives)
    return np.flatnonzero(np.bincount(case) > 1)


def _spans(lives: Lives) -> Seconds:
    """Return for each event of an opened case the seconds until the next one, or as-of; none while it is not open."""
    events = lives.facts.events
    ends = np.append(events.at[1:], np.inf)
    ends[lives.last] = lives.facts.now
    counts = np.isin(events.status, [CODES[name] for name in OPEN]) & lives.opened[events.case]
    spans: Seconds = np.where(counts, np.maximum(ends - events.at, 0), 0)
    return spans
