"""Resolve, close, reopen, cancel and merge."""

from collections.abc import Mapping
from typing import Any

from caselight.core import notice_kinds
from caselight.core.lifecycle import OPEN, REOPEN_WITHIN, Status
from caselight.core.people import Role
from caselight.core.records import Stage
from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services import escalating, intervals, notices, promised
from caselight.services.verbs import rules
from caselight.services.verbs.log import standard
from caselight.services.verbs.taking import stopped
from caselight.services.work import Work
from caselight.store.tables import Case, Event


def resolve(
    work: Work,
    case: Case,
    *,
    note: str = "",
    root_cause: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Say that it is fixed: every clock stops; what is owed at resolving must be there or come along."""
    rules.allow(work, case, "resolve")
    _complete(work, case, root_cause, details)
    rules.pay(work, case, Stage.RESOLVING)
    case.status, case.waiting_reason = Status.RESOLVED, None
    case.resolved_at = work.now
    case.first_resolved_at = case.first_resolved_at or work.now
    case.acknowledged_at = case.acknowledged_at or work.now
    case.first_response_at = case.first_response_at or work.now
    case.is_accepted = True
    _end(work, case, "case resolved")
    event = work.record(case, "case:resolved", note=note)
    notices.say_outside(work.session, case, notice_kinds.RESOLVED, now=work.now)
    return event


def close(
    work: Work,
    case: Case,
    *,
    note: str = "",
    root_cause: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Close a resolved case: by hand once nothing is owed, by the system (after 5 days) whatever is still owed."""
    rules.allow(work, case, "close")
    _complete(work, case, root_cause, details)
    if work.actor.role is not Role.SYSTEM:
        rules.pay(work, case, Stage.CLOSING)
    case.status, case.closed_at = Status.CLOSED, work.now
    return work.record(case, "case:closed", note=note)


def reopen(work: Work, case: Case, *, note: str = "") -> Event:
    """Take up a resolved case again within 14 days; its clocks go on with the time already used."""
    rules.allow(work, case, "reopen")
    if case.resolved_at and work.now - case.resolved_at > REOPEN_WITHIN:
        number = reference(case.id or 0)
        raise Refusal(f"{number} was resolved more than 14 days ago. Log a new case that follows {number}.")
    case.status, case.resolved_at, case.closed_at = Status.IN_PROGRESS, None, None
    case.reopens += 1
    promised.reopen(work, case)
    escalating.watch(work, case)
    return work.record(case, "case:reopened", note=note)


def cancel(work: Work, case: Case, *, note: str) -> Event:
    """Take a case out that should not have been logged; it counts apart."""
    rules.allow(work, case, "cancel")
    if not note.strip():
        raise Refusal("Say why it is cancelled.", fields={"note": "Say why it is cancelled."})
    case.status = Status.CANCELLED
    _end(work, case, "case cancelled")
    return work.record(case, "case:cancelled", note=note)


def merge(work: Work, case: Case, *, into: int, note: str = "") -> Event:
    """Make this case part of another one of the same client; only that one is worked on from now."""
    rules.allow(work, case, "merge")
    target = work.case(into)
    if target.id == case.id or target.client_id != case.client_id:
        raise Refusal("A case is merged into another case of the same client. Check the number.")
    if target.status not in OPEN:
        raise Refusal(f"{reference(into)} is {target.status}. Merge into an open case, or reopen it first.")
    case.status, case.merged_into = Status.MERGED, target.id
    _end(work, case, "case merged")
    return work.record(case, "case:merged", note=note, more={"into": into})


def _complete(work: Work, case: Case, root_cause: str | None, details: Mapping[str, Any] | None) -> None:
    if root_cause:
        case.root_cause = standard({"root_cause": root_cause}, work.now)["root_cause"]
    if details:
        intervals.say(work, case, details)


def _end(work: Work, case: Case, outcome: str) -> None:
    promised.move(work, case, lambda clock: stopped(clock, work))
    escalating.end_all(work, case, outcome)
