"""Move a case to another team: handed off, or escalated to a higher tier."""

from sqlalchemy import select
from sqlmodel import col

from caselight.core.refusal import Refusal
from caselight.core.wording import reference
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
    return work.record(case, "case:handed_off", note=note)


def escalate(work: Work, case: Case, *, reason: str, team_id: int | None = None) -> Event:
    """Escalate functionally: to the team given, or the first of the next tier that has one."""
    rules.allow(work, case, "escalate")
    reason = validate_line(reason) or ""
    if not reason:
        raise Refusal("Say why it must go higher.", fields={"reason": "Say why it must go higher."})
    tier = work.tier(case.team_id) or 0
    team = rules.team(work, team_id) if team_id else _next_up(work, tier)
    if team is None or team.tier <= tier:
        raise Refusal(f"{reference(case.id or 0)} is at tier {tier}; there is no higher team. Hand it off instead.")
    _give(work, case, team, None)
    return work.record(case, "case:escalated", note=reason, more={"from_tier": tier, "to_tier": team.tier})


def _give(work: Work, case: Case, team: Team, owner_id: int | None) -> None:
    case.team_id, case.is_accepted = team.id, False
    case.owner_id = rules.owner(work, case.client_id, owner_id).id if owner_id else None


def _next_up(work: Work, tier: int) -> Team | None:
    higher = select(Team).where(col(Team.tier) > tier).order_by(col(Team.tier), col(Team.id)).limit(1)
    return work.session.scalars(higher).first()
