"""What the ladder of one case is worked out from."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlmodel import Session, col

from caselight.core.escalation import OpenEscalation
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.ladder import Ladder
from caselight.core.matrix import Facts, Row
from caselight.core.people import Scope
from caselight.store import matrix
from caselight.store.escalations import RECORDED
from caselight.store.scoping import within
from caselight.store.tables import Calendar, Case, CaseClock, Client, Escalation, MatrixRow, Team


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
        rows=tuple(_rows(session, facts)),
        desks=tuple(matrix.desks(session)),
        hours=_hours(session, calendar, at) if calendar else ALWAYS,
        open=tuple(_open(session, number)),
        promised=tuple(_promised(session, number)),
    )


def _rows(session: Session, facts: Facts) -> Iterator[Row]:
    """Yield the rows of the matrix that speak of the case: most speak of other clients and need not be read."""
    client, record_type, priority = col(MatrixRow.client_id), col(MatrixRow.record_type), col(MatrixRow.priority)
    statement = select(MatrixRow).where(
        or_(client.is_(None), client == facts.client_id),
        or_(record_type.is_(None), record_type == facts.record_type),
        or_(priority.is_(None), priority == facts.priority),
    )
    for row in session.scalars(statement.order_by(col(MatrixRow.valid_from), col(MatrixRow.id))):
        yield matrix.row_of(row)


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
