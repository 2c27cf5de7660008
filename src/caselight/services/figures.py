"""The key figures of a scope, for scripts and for people at a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from caselight.core.people import Scope
from caselight.store.engine import Store
from caselight.store.kpi_reads import kpi

MANY = 14  # days of a list that a person is shown


def of(store: Store, scope: Scope, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 – what `kpi` takes
    """Return every key figure from one snapshot; `asked` is what `store.kpi_reads.kpi` takes."""
    with store.reading(scope) as session:
        return kpi(session, scope, **asked)


def told(found: Mapping[str, Any]) -> str:
    """Return the figures as lines: key, figure, value; below each key its unit and definition."""
    lines = [f"As of {found['as_of']}"]
    for key, value in found["kpis"].items():
        about = found["definitions"][key]
        lines += ["", f"{key} ({about['unit']}): {about['definition']}"]
        lines += [f"  {line}" for line in _lines("", value)]
    return "\n".join(lines)


def _lines(name: str, value: object) -> Iterator[str]:
    if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
        for key, inner in value.items():
            yield from _lines(f"{name} {key}".strip(), inner)
    elif isinstance(value, dict):
        yield f"{name}: ".removeprefix(": ") + ", ".join(f"{key} {_figure(inner)}" for key, inner in value.items())
    elif isinstance(value, list):
        for day in value[-MANY:]:
            yield from _lines("", day)
    else:
        yield _figure(value)


def _figure(value: object) -> str:
    if value is None:
        return "n/a"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.3f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
