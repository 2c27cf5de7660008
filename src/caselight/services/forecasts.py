"""The forecast of a scope, for scripts and for people at a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caselight.core.forecast import Chance, Coming, Forecast, look_ahead
from caselight.core.instant import write
from caselight.core.people import Scope
from caselight.core.priority import Priority
from caselight.core.wording import MINUTE, duration, reference
from caselight.store import forecast, kpi_reads, matured
from caselight.store.engine import Store

MANY = 20  # of the rest, for a person


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast with what was asked."""

    as_of: datetime
    clients: tuple[str, ...]
    priorities: tuple[int, ...]
    found: Forecast

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON; minutes are working minutes in each clock's own hours."""
        return {
            "as_of": write(self.as_of),
            "filter": {"clients": list(self.clients), "priorities": list(self.priorities)},
            "coming": [
                {
                    "within_min": high // MINUTE,
                    "from_min": low // MINUTE,
                    "n": len(rows),
                    "cases": [*map(_coming, rows)],
                }
                for low, high, rows in self.found.between()
            ],
            "then": _coming(self.found.then) if self.found.then else None,
            "rest": [*map(_chance, self.found.rest)],
        }

    def told(self) -> str:
        """Return it as lines."""
        lines = [f"As of {write(self.as_of)}"]
        for low, high, rows in self.found.between():
            lines += ["", f"In {low // MINUTE} to {high // MINUTE} working minutes: {len(rows)}"]
            lines += [
                f"  {reference(row.case.number)}  P{row.case.priority}  {row.case.client}: {row.promise} "
                f"in {duration(row.left)}"
                for row in rows
            ]
        lines += ["", f"Risk of the rest, worst first: {len(self.found.rest)}"]
        return "\n".join([*lines, *map(_line, self.found.rest[:MANY])])


def of(
    store: Store, scope: Scope, *, as_of: datetime, clients: Sequence[str] = (), priorities: Sequence[int] = ()
) -> Told:
    """Return the forecast from one snapshot; refuse an unknown client or priority."""
    wanted = tuple(Priority.parse(priority).value for priority in priorities)
    with store.reading(scope) as session:
        chosen = scope.narrowed(kpi_reads.named_clients(session, scope, clients))
        rows = forecast.watched_at(session, chosen, as_of)
        past = matured.past(session, chosen, until=matured.last_hour(as_of))
    found = look_ahead([row for row in rows if not wanted or row.case.priority in wanted], past, as_of)
    return Told(as_of, tuple(clients), wanted, found)


def _coming(row: Coming) -> dict[str, Any]:
    return {
        "case": reference(row.case.number),
        "client": row.case.client,
        "priority": row.case.priority,
        "promise": row.promise,
        "due_at": write(row.due_at),
        "left_min": row.left / MINUTE,
    }


def _chance(row: Chance) -> dict[str, Any]:
    return {
        "case": reference(row.case.number),
        "client": row.case.client,
        "priority": row.case.priority,
        "used": row.used,
        "paused": row.is_paused,
        "risk": row.risk,
        "n": row.n,
        "base_rate": row.base,
        "why_no_risk": row.why or None,
    }


def _line(row: Chance) -> str:
    said = f"no risk shown, {row.why}" if row.risk is None else f"{row.risk:.0%} risk, n {row.n:,}"
    case = f"{reference(row.case.number)}  P{row.case.priority}  {row.case.client}"
    return f"  {case}: {said}, {row.used:.0%} of the target used"
