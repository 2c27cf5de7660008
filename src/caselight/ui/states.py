"""The states a lead looks for: one table for the Queue's switch, the tiles and the lists behind them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from caselight.core import lateness
from caselight.core.lateness import OpenCase
from caselight.core.wording import duration

Find = Callable[[Sequence[OpenCase], datetime], list[OpenCase]]


@dataclass(frozen=True, slots=True)
class State:
    """One state: how it is called, which open cases are in it, and in what order they stand."""

    label: str
    order: str
    find: Find
    note: Callable[[Sequence[OpenCase], datetime], str] = lambda _cases, _now: ""


def _of_escalations(cases: Sequence[OpenCase], now: datetime) -> str:
    """Return how many escalations stand behind the cases that are escalated: one case may have several."""
    late = len(lateness.overdue_escalations([one for case in cases for one in case.escalations], now))
    return f"{late:,} escalation{'s' * (late != 1)} overdue, {len(lateness.unanswered(cases)):,} not acknowledged"


STATES: dict[str, State] = {
    "overdue": State("Overdue", "longest first", lateness.overdue),
    "soon": State("Due soon", f"within {duration(lateness.DUE_SOON)}", lateness.due_soon),
    "unowned": State("No owner", "first due first", lambda cases, _: lateness.unowned(cases)),
    "stuck": State("Stuck", f"untouched for {lateness.STUCK_AFTER.days * 24} h, longest first", lateness.stuck),
    "escalated": State("Escalated", "first due first", lambda cases, _: lateness.escalated(cases), _of_escalations),
    "unacknowledged": State("Not acknowledged", "first due first", lambda cases, _: lateness.unacknowledged(cases)),
}


def counts(cases: Sequence[OpenCase], now: datetime) -> dict[str, int]:
    """Return how many cases are in each state; one case may be in several."""
    return {name: len(state.find(cases, now)) for name, state in STATES.items()}
