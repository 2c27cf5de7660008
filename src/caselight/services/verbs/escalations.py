"""What people do to an escalation itself: acknowledge, decline, de-escalate and resolve it."""

from collections.abc import Mapping
from typing import Any

from caselight.core import escalation_kinds
from caselight.core.escalation import Way
from caselight.core.people import Right
from caselight.core.refusal import Denied, Refusal
from caselight.core.wording import reference
from caselight.services import escalating
from caselight.services.escalating import rows
from caselight.services.verbs import rules
from caselight.services.verbs.taking import accept
from caselight.services.verbs.update import validate_line
from caselight.services.work import Work
from caselight.store.tables import Case, Escalation, Event

NOTHING_NEW = "Say what became known."


def acknowledge_escalation(work: Work, case: Case, *, escalation_id: int, note: str = "") -> Event:
    """Say that somebody sees to an escalation; one that moved the case is acknowledged with the case."""
    row = _open(work, case, escalation_id)
    if row.acknowledged_at is not None:
        raise Refusal("It is already acknowledged. Add a note, or resolve it.")
    if row.way == Way.FUNCTIONAL:
        rules.allow(work, case, "acknowledge")
        accept(work, case)
        return work.record(case, "case:acknowledged", note=note)
    _answer(work, row)
    rows.change(work, row, acknowledged_at=work.now, acknowledged_by=work.actor.user_id)
    rows.look_again(work, case, row)
    return work.record(case, "case:escalation_acknowledged", note=note)


def decline(work: Work, case: Case, *, escalation_id: int, reason: str) -> Event:
    """Send an escalation back with a reason: the case returns to the team it came from."""
    return _send_back(work, case, escalation_id, reason, outcome="declined", kind="case:escalation_declined")


def de_escalate(work: Work, case: Case, *, escalation_id: int, reason: str) -> Event:
    """End an escalation that is no longer needed; the case returns to the team it came from."""
    return _send_back(work, case, escalation_id, reason, outcome="de-escalated", kind="case:de_escalated")


def resolve_escalation(
    work: Work, case: Case, *, escalation_id: int, outcome: str, details: Mapping[str, Any] | None = None
) -> Event:
    """End an escalation with what came of it, and what its kind owes at the end; the case goes on."""
    row = _open(work, case, escalation_id)
    rules.allow(work, case, "update")
    _answer(work, row)
    line = _said(outcome, "outcome", "Say what came of it.")
    kept = escalation_kinds.check(row.kind, details or {}, is_end=True, kept=row.details)
    if row.acknowledged_at is None:
        rows.change(work, row, acknowledged_at=work.now, acknowledged_by=work.actor.user_id)
    rows.change(work, row, details=kept, ended_at=work.now, outcome="resolved")
    rows.look_again(work, case, row)
    return work.record(case, "case:escalation_resolved", note=line)


def advance(work: Work, case: Case, *, escalation_id: int, details: Mapping[str, Any], note: str = "") -> Event:
    """Put down what became known of an escalation: the stage of a dispute, a decision, an attempt."""
    row = _open(work, case, escalation_id)
    rules.allow(work, case, "update")
    known = escalation_kinds.check(row.kind, details, kept=row.details)
    if known == row.details and not note.strip():
        raise Refusal(NOTHING_NEW, fields={"note": NOTHING_NEW})
    rows.change(work, row, details=known)
    return work.record(case, "case:escalation_updated", note=note)


def _send_back(work: Work, case: Case, escalation_id: int, reason: str, *, outcome: str, kind: str) -> Event:
    row = _open(work, case, escalation_id)
    rules.allow(work, case, "hand off")
    _answer(work, row)
    line = _said(reason, "reason", "Say why.")
    rows.change(work, row, ended_at=work.now, outcome=outcome)
    rows.look_again(work, case, row)
    if row.way == Way.FUNCTIONAL and row.from_team_id is not None:
        case.team_id, case.is_accepted, case.owner_id = row.from_team_id, False, None
        escalating.hand_over(work, case, rules.team(work, row.from_team_id))
        escalating.watch(work, case)
    return work.record(case, kind, note=line)


def _open(work: Work, case: Case, escalation_id: int) -> Escalation:
    """Return an open escalation of the case that is still the team's to act on."""
    for row in rows.open_rows(work, case):
        if row.id == escalation_id and row.way != Way.FIRST_LINE:
            if row.passed_on_at is not None:
                raise Refusal(f"It was passed on above tier {row.to_tier}. Act on the newest escalation.")
            return row
    raise Refusal(f"{reference(case.id or 0)} has no such open escalation. Reload the page; your text is kept.")


def _answer(work: Work, row: Escalation) -> None:
    """Refuse to answer for a manager whose eyes were asked for: it may be about the one who would."""
    if row.way != Way.HIERARCHICAL or work.actor.may(Right.ANY_TEAM) or row.person_id == work.actor.user_id:
        return
    raise Denied("A manager's eyes are asked for here. A lead or a manager answers it; add a note instead.")


def _said(text: str, field: str, sentence: str) -> str:
    line = validate_line(text)
    if line is None:
        raise Refusal(sentence, fields={field: sentence})
    return line
