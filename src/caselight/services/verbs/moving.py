"""Move a case to another team: handed off, or escalated to a higher tier."""

from collections.abc import Mapping
from typing import Any

from caselight.core import escalation_kinds
from caselight.core.calling import Call
from caselight.core.escalation import Trigger, Way
from caselight.core.matrix import TIERS
from caselight.core.refusal import Refusal
from caselight.core.wording import reference
from caselight.services import escalating, notices
from caselight.services.escalating import raising
from caselight.services.escalating.raising import Cause
from caselight.services.verbs import rules
from caselight.services.verbs.update import validate_line
from caselight.services.work import Work
from caselight.store.tables import Case, Event, Team


def hand_off(work: Work, case: Case, *, team_id: int, owner_id: int | None = None, note: str = "") -> Event:
    """Give the case to another team, or to a person in it; they have it once they accept it."""
    rules.allow(work, case, "hand off")
    team = rules.team(work, team_id)
    if team.id == case.team_id and owner_id in {None, case.owner_id}:
        raise Refusal(f"{reference(case.id or 0)} is already with {team.name}. Choose another team.")
    _give(work, case, team, owner_id)
    escalating.hand_over(work, case, team)
    return work.record(case, "case:handed_off", note=note)


def escalate(
    work: Work,
    case: Case,
    *,
    reason: str,
    team_id: int | None = None,
    kind: str = "tiered",
    way: str = Way.FUNCTIONAL,
    trigger: str | None = None,
    person_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Raise an escalation: to the team given, to whom the matrix calls next, or (hierarchical) to a manager's eyes.

    An urgent one goes to the highest tier at once, around the clock.
    """
    rules.allow(work, case, "escalate")
    reason = validate_line(reason) or ""
    if not reason:
        raise Refusal("Say why it must go higher.", fields={"reason": "Say why it must go higher."})
    said = escalation_kinds.check(kind, details or {})
    rule = escalation_kinds.KINDS[kind]
    cause = Cause(kind, Trigger(trigger) if trigger else rule.trigger, work.now, details=said)
    if way == Way.HIERARCHICAL:
        return _add_eyes(work, case, cause, reason, person_id)
    tier = work.tier(case.team_id) or 0
    call = _called(work, case, team_id, is_urgent=rule.is_urgent)
    if call is None or call.desk.tier <= tier:
        raise Refusal(f"{reference(case.id or 0)} is at tier {tier}; there is no higher team. Hand it off instead.")
    row = escalating.functional(work, case, call, cause)
    event = work.record(case, "case:escalated", note=reason, more=raising.body(row, call))
    notices.say_raised(work.session, case, row, now=work.now)
    return event


def _called(work: Work, case: Case, team_id: int | None, *, is_urgent: bool) -> Call | None:
    if team_id:
        return raising.to_team(work, case, rules.team(work, team_id))
    highest = escalating.next_call(work, case, at=work.now, to_tier=TIERS[-1]) if is_urgent else None
    return highest or escalating.next_call(work, case, at=work.now)


def _add_eyes(work: Work, case: Case, cause: Cause, reason: str, person_id: int | None) -> Event:
    person = rules.owner(work, case.client_id, person_id).id if person_id else None
    row = escalating.hierarchical(work, case, cause, person_id=person)
    event = work.record(case, "case:raised_to_manager", note=reason, more=raising.body(row))
    notices.say_raised(work.session, case, row, now=work.now)
    return event


def _give(work: Work, case: Case, team: Team, owner_id: int | None) -> None:
    case.team_id, case.is_accepted = team.id, False
    case.owner_id = rules.owner(work, case.client_id, owner_id).id if owner_id else None
