"""The backlog day by day, and where it will stand in a week if cases come and go as in the last four."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from caselight.core.board import Life

AHEAD = timedelta(days=7)
MEASURED = timedelta(days=28)
ERRORS = 8  # projections of the past, a week apart
REACH = MEASURED + AHEAD * ERRORS  # how far back the lives must be known


@dataclass(frozen=True, slots=True)
class Projection:
    """How many will be open, and the range in which the last eight projections would have been right."""

    expected: float
    low: float
    high: float


def standing(lives: Sequence[Life], instants: Sequence[datetime]) -> list[int]:
    """Return how many were open at each instant."""
    opened, resolved = _instants(lives)
    return [_open_at(opened, resolved, at) for at in instants]


def stood_open(life: Life, at: datetime) -> bool:
    """Say whether one life is among those that `standing` counts at an instant."""
    return life.opened_at <= at and not (life.resolved_at and life.resolved_at <= at)


def projected(lives: Sequence[Life], now: datetime) -> Projection:
    """Return the backlog of seven days from now: today's, and seven times what came less what went in a mean day.

    The range is that of what the same sum missed by for each of the last eight weeks.
    """
    opened, resolved = _instants(lives)
    ends = [now - AHEAD * back for back in range(ERRORS)]
    errors = [_open_at(opened, resolved, end) - _ahead(opened, resolved, end - AHEAD) for end in ends]
    expected = _ahead(opened, resolved, now)
    low, high = max(0.0, expected + min(errors)), max(0.0, expected + max(errors))
    return Projection(max(0.0, expected), min(low, max(0.0, expected)), max(high, expected))


def _ahead(opened: NDArray[np.float64], resolved: NDArray[np.float64], at: datetime) -> float:
    now, before = _open_at(opened, resolved, at), _open_at(opened, resolved, at - MEASURED)
    return now + (now - before) * (AHEAD / MEASURED)


def _instants(lives: Sequence[Life]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    opened = np.sort([life.opened_at.timestamp() for life in lives])
    return opened, np.sort([life.resolved_at.timestamp() for life in lives if life.resolved_at])


def _open_at(opened: NDArray[np.float64], resolved: NDArray[np.float64], at: datetime) -> int:
    began, ended = (np.searchsorted(instants, at.timestamp(), side="right") for instants in (opened, resolved))
    return int(began - ended)
