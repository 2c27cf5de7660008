"""What the ladder of one case is worked out from."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.escalation import OpenEscalation
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.ladder import Ladder
from caselight.core.matrix import Facts
from caselight.core.people import Scope
from caselight.store import matrix
from caselight.store.escalations import RECORDED
from caselight.store.scoping import within
from caselight.store.tables import Calendar, Case, CaseClock, Client, Escalation, Team


def of_case(session: Session, scope: Scope, number: int, *, at: datetime) -> Ladder | None:
    """Return the ladder of a case, in the hours that hold at an instant; None where it is missing or not in scope."""
    statement = (
        select(col(Case.client_id), col(Case.record_type), col(Case.priority), col(Team.tier), col(Calendar.name))
        .join(Client, col(Client.id) == col(Case.client_id))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .join(Calendar, col(Calendar.id) == col(Client.calendar_id), isouter=True)
        .where(col(Case.id) == number)
    )
    found = session.execute(within(statement, col(Case.client_id), scope)).one_or_none()
    if found is None:
        return None
    client_id, record_type, priority, tier, calendar = found
    facts = Facts(client_id, record_type, priority)
    return Ladder(
        facts=facts,
        tier=tier,
        rows=tuple(row for row in matrix.rows(session) if row.is_for(facts)),
        desks=tuple(matrix.desks(session)),
        hours=_hours(session, calendar, at) if calendar else ALWAYS,
        open=tuple(_open(session, number)),
        promised=tuple(_promised(session, number)),
    )


def _hours(session: Session, calendar: str, at: datetime) -> BusinessHours:
    versions = select(col(Calendar.hours)).where(col(Calendar.name) == calendar, col(Calendar.valid_from) <= at)
    newest = session.scalars(versions.order_by(col(Calendar.valid_from).desc()).limit(1)).first()
    return BusinessHours.from_dict(newest) if newest else ALWAYS


def _open(session: Session, number: int) -> list[OpenEscalation]:
    statement = select(*RECORDED).where(col(Escalation.case_id) == number, col(Escalation.ended_at).is_(None))
    return [OpenEscalation(**row) for row in session.execute(statement).mappings()]


def _promised(session: Session, number: int) -> list[datetime]:
    running = select(col(CaseClock.due_at)).where(col(CaseClock.case_id) == number, col(CaseClock.stopped_at).is_(None))
    return [due_at for due_at in session.scalars(running) if due_at]
