"""Every key figure, each with one definition."""

from typing import Any

from caselight.core.kpis import load, moves, promises, speed
from caselight.core.kpis.facts import Cases, Events, Facts, PromiseRow
from caselight.core.kpis.lives import Lives
from caselight.core.kpis.register import KPIS, definitions, not_yet

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
    "promises",
    "speed",
]

not_yet(
    "downtime",
    unit="minutes, %",
    definition=(
        "Union of unplanned interruptions inside the agreed service time, clipped to the window. "
        "Null until interruptions are recorded."
    ),
)


def compute(facts: Facts) -> dict[str, Any]:
    """Return every figure by its key; null where the population is empty or its records do not exist yet."""
    lives = Lives(facts)
    return {key: figure.compute(lives) if figure.compute else None for key, figure in KPIS.items()}
