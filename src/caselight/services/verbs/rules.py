"""What every verb checks first: the status allows it, the team is the actor's to act for, the people exist."""

from sqlalchemy import select
from sqlmodel import col

from caselight.core.lifecycle import check
from caselight.core.people import Right
from caselight.core.records import FormField, Stage
from caselight.core.records.register import TYPES
from caselight.core.refusal import Denied, Refusal
from caselight.core.sheets import owing, serious
from caselight.core.wording import reference
from caselight.services import promised, recurring, sheets
from caselight.services.work import Work
from caselight.store.tables import Case, Escalation, Team, User, UserClient


def allow(work: Work, case: Case, verb: str) -> None:
    """Refuse a verb that the status forbids, or that is another team's to do."""
    check(verb, case.status, reference(case.id or 0))
    own_team(work, case)


def own_team(work: Work, case: Case) -> None:
    """Refuse to act on a case that is another team's."""
    actor = work.actor
    mine = case.team_id in {None, actor.team_id} or actor.team_id is None or case.owner_id == actor.user_id
    if not mine and not actor.may(Right.ANY_TEAM):
        team = work.session.get_one(Team, case.team_id)
        raise Denied(f"{reference(case.id or 0)} is with {team.name}, tier {team.tier}. Leave a note, or ask a lead.")


def team(work: Work, team_id: int) -> Team:
    """Return a team, or refuse one that does not exist."""
    found = work.session.get(Team, team_id)
    if found is None:
        raise Refusal("There is no such team. Choose one from the list.", fields={"team": "Choose a team."})
    return found


def owner(work: Work, case_client: int, owner_id: int) -> User:
    """Return a person who may work for the client, or refuse; foreign and missing are told in the same words."""
    found = work.session.get(User, owner_id)
    sees = select(UserClient).where(col(UserClient.user_id) == owner_id, col(UserClient.client_id) == case_client)
    if found is None or not found.is_active or not (found.sees_all_clients or work.session.scalars(sees).first()):
        raise Refusal("There is no such person for this client.", fields={"owner": "Choose a person from the list."})
    return found


def pay(work: Work, case: Case, stage: Stage) -> None:
    """Refuse to go past a stage while the case still owes fields or sheets; name them."""
    missing = owed_by(work, case, stage)
    if missing:
        fields = {about.name: f"Owed at {stage.word}. {about.guidance}" for about in missing}
        labels = ", ".join(about.label for about in missing)
        raise Refusal(f"{reference(case.id or 0)} still needs: {labels}.", fields=fields)


def owed_by(work: Work, case: Case, stage: Stage) -> list[FormField]:
    """Return what the case owes by a stage: fields of its type, sheets, and the root cause at closing."""
    why = serious(
        case.priority,
        is_urgent=_was_urgent(work, case),
        has_missed=_has_missed(work, case),
        recurs=recurring.recurs(work, case),
    )
    kinds = {row.kind for row in sheets.rows_of(work, case)}
    return owing(TYPES[case.record_type], case.details, stage, root_cause=case.root_cause, sheets=kinds, why=why)


def _was_urgent(work: Work, case: Case) -> bool:
    """Say whether the case was ever called urgent."""
    urgent = select(col(Escalation.id)).where(col(Escalation.case_id) == case.id, col(Escalation.is_urgent))
    return work.session.scalars(urgent.limit(1)).first() is not None


def _has_missed(work: Work, case: Case) -> bool:
    """Say whether a promise on the case was missed, or is past due now."""
    return any(
        row.first_missed_at is not None or promised.clock_of(work, row).state(work.now) == "missed"
        for row in promised.clocks_of(work, case)
    )
