"""Open cases as every list shows them: how late, whose, and what comes next, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from caselight.core import lateness
from caselight.core.lateness import OpenCase
from caselight.core.promises import Promise
from caselight.core.wording import duration, reference

NEXT = {
    Promise.FIRST_RESPONSE.value: "respond to the customer",
    Promise.UPDATE.value: "update the customer",
    Promise.RESOLUTION.value: "resolve it",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One open case in words; `shape` doubles the colour of its lateness."""

    number: int
    version: int
    case: str
    client: str
    title: str
    priority: str
    tier: str
    owner: str
    lateness: str
    promise: str
    shape: str  # late, attention or none
    touched: str
    next_step: str
    verb: str


def row(case: OpenCase, now: datetime) -> Row:
    """Return one case in words, with the ONE verb that is sensible next."""
    first = case.first_due
    is_late = lateness.is_overdue(case.due_at, now)
    return Row(
        number=case.number,
        version=case.version,
        case=reference(case.number),
        client=case.client,
        title=case.title,
        priority=f"P{case.priority}",
        tier=f"T{case.tier}" if case.tier else "",
        owner=case.owner or "",
        lateness=when_due(case, now),
        promise=first.promise if first else "",
        shape="late" if is_late else "attention" if _is_soon(case, now) else "",
        touched=f"{duration(now - case.touched_at)} ago",
        next_step=case.next_step or _next_step(case),
        verb=sensible_verb(case),
    )


def when_due(case: OpenCase, now: datetime) -> str:
    """Return the length of the lateness, how soon it is due, or why there is no such instant."""
    if case.due_at is None:
        return "paused" if case.promises else "no promise"
    span = duration(now - case.due_at)
    return span if lateness.is_overdue(case.due_at, now) else f"in {span}"


def sensible_verb(case: OpenCase) -> str:
    """Return the one verb that most likely comes next: take it, acknowledge it, go on, or resolve it."""
    if case.owner_id is None:
        return "own"
    if not case.is_accepted:
        return "acknowledge"
    return "go on" if case.status == "waiting" else "resolve"


def next_due(cases: Sequence[OpenCase], now: datetime) -> str:
    """Return which case is due next and when; empty where nothing runs."""
    for case in lateness.next_due(cases, now):
        return f"{reference(case.number)} {when_due(case, now)}"
    return ""


def rows(cases: Iterable[OpenCase], now: datetime) -> list[Row]:
    """Return cases in words, in their order."""
    return [row(case, now) for case in cases]


def _is_soon(case: OpenCase, now: datetime) -> bool:
    return bool(lateness.due_soon([case], now))


def _next_step(case: OpenCase) -> str:
    if case.status == "waiting":
        return f"waiting for {case.waiting_reason}" if case.waiting_reason else "waiting"
    first = case.first_due
    return NEXT.get(first.promise, first.promise) if first else ""
