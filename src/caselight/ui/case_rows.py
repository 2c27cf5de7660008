"""Open cases as every list shows them: how late, whose, and what comes next, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from caselight.core import lateness
from caselight.core.escalation import OpenEscalation, Way
from caselight.core.lateness import OpenCase
from caselight.core.promises import Promise
from caselight.core.wording import duration, reference

NEXT = {
    Promise.ACKNOWLEDGEMENT.value: "take it",
    Promise.FIRST_RESPONSE.value: "respond to the customer",
    Promise.UPDATE.value: "update the customer",
    Promise.RESOLUTION.value: "resolve it",
}
ALSO = {"own": "acknowledge", "acknowledge": "own", "answer": "escalate", "go on": "resolve", "resolve": "escalate"}
WORK_GOES_ON = ("go on", "resolve")  # the verbs of a case that somebody has


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
    also: str  # the verb beside it, where there is room for two
    step_due: str = ""  # of an escalation: by how much it is late, or how soon
    escalation: int | None = None  # the one that the verb is done to


def row(case: OpenCase, now: datetime, *, answers_for_managers: bool = False) -> Row:
    """Return one case in words, with the ONE verb that is sensible next for somebody who may answer for a manager."""
    first = case.first_due
    verb, eyes = sensible_verb(case), _managers_to_answer(case) if answers_for_managers else None
    if eyes and verb in WORK_GOES_ON:
        verb = "answer"
    step, step_due = _called(case, now)
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
        next_step=step or case.next_step or _next_step(case),
        verb=verb,
        also=ALSO[verb],
        escalation=eyes.id if eyes and verb == "answer" else None,
        step_due=step_due,
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


def _called(case: OpenCase, now: datetime) -> tuple[str, str]:
    """Return who must do what on an escalation, and when: what is late first, a team's part before a manager's."""
    in_hand = [one for one in case.escalations if not one.is_passed_on]
    steps = [
        (at >= now, one.way == Way.HIERARCHICAL, at, f"{_who(one)} to {step}")
        for one in in_hand
        for step, at in one.due()
    ]
    for _, _, at, step in sorted(steps)[:1]:
        return step, f"{duration(now - at)} late" if lateness.is_overdue(at, now) else f"in {duration(at - now)}"
    return (f"{_who(in_hand[-1])} has it" if in_hand else ""), ""


def _who(escalation: OpenEscalation) -> str:
    who = "manager" if escalation.way == Way.HIERARCHICAL else f"T{escalation.to_tier}"
    return f"urgent: {who}" if escalation.is_urgent else who


def _managers_to_answer(case: OpenCase) -> OpenEscalation | None:
    return next((one for one in case.escalations if one.way == Way.HIERARCHICAL and one.is_unanswered), None)


def _next_step(case: OpenCase) -> str:
    if case.status == "waiting":
        return f"waiting for {case.waiting_reason}" if case.waiting_reason else "waiting"
    first = case.first_due
    return NEXT.get(first.promise, first.promise) if first else ""
