"""The register of key figures: a function, its unit, and its docstring as the definition that people see."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

Figure = TypeVar("Figure", bound=Callable[..., Any])


class Kpi(NamedTuple):
    """One key figure."""

    key: str
    unit: str
    definition: str
    compute: Callable[..., Any]


KPIS: dict[str, Kpi] = {}


def kpi(key: str, *, unit: str) -> Callable[[Figure], Figure]:
    """Register the decorated function as the one way to work out this figure."""

    def register(compute: Figure) -> Figure:
        KPIS[key] = Kpi(key, unit, " ".join((inspect.getdoc(compute) or "").split()), compute)
        return compute

    return register


def definitions() -> dict[str, dict[str, str]]:
    """Return unit and definition of every figure, by its key."""
    return {key: {"unit": figure.unit, "definition": figure.definition} for key, figure in KPIS.items()}
