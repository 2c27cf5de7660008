"""Every key figure, each with one definition."""

from typing import Any

from caselight.core.kpis import load, moves, outages, promises, recovery, speed
from caselight.core.kpis.facts import Cases, Events, Facts, PromiseRow
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import KPIS, definitions

__all__ = [
    "KPIS",
    "Cases",
    "Events",
    "Facts",
    "Lives",
    "PromiseRow",
    "compute",
    "definitions",
    "load",
    "moves",
    "outages",
    "promises",
    "recovery",
    "speed",
]


def compute(facts: Facts) -> dict[str, Any]:
    """Return every figure by its key; null where the population is empty."""
    lives = Lives(facts)
    return {key: figure.compute(lives) for key, figure in KPIS.items()}
