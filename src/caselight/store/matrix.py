"""The escalation matrix as it lies in the database, and who it would call."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.calling import Call, Desk, path
from caselight.core.hours import BusinessHours
from caselight.core.matrix import Facts, Fault, Row, faults
from caselight.core.people import Scope
from caselight.core.records.register import TYPES
from caselight.core.refusal import NotFound
from caselight.core.wording import reference
from caselight.store.scoping import within
from caselight.store.tables import Case, Client, MatrixRow, Team, TeamShift


def rows(session: Session, *, tier: int | None = None) -> list[Row]:
    """Return the rows of the matrix, those that no longer hold too."""
    statement = select(MatrixRow).order_by(col(MatrixRow.valid_from), col(MatrixRow.id))
    if tier is not None:
        statement = statement.where(col(MatrixRow.tier) == tier)
    return [row_of(row) for row in session.scalars(statement)]


def row_of(row: MatrixRow) -> Row:
    """Return a row of the table as the rules know it."""
    kept = row.model_dump(exclude={"thresholds"})
    return Row(**kept, thresholds={int(percent): told for percent, told in row.thresholds.items()})


def desks(session: Session) -> list[Desk]:
    """Return every team with the hours of its shifts."""
    statement = select(Team, col(TeamShift.hours)).join(TeamShift, col(TeamShift.team_id) == col(Team.id), isouter=True)
    return [
        Desk(team.id or 0, team.name, team.tier, BusinessHours.from_dict(hours) if hours else None)
        for team, hours in session.execute(statement.order_by(col(Team.id)))
    ]


def would_be_called(session: Session, scope: Scope, number: int, *, at: datetime) -> list[Call]:
    """Return who would be called for a case now, who next, and so on; nothing is raised."""
    statement = (
        select(col(Case.client_id), col(Case.record_type), col(Case.priority), col(Team.tier))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .where(col(Case.id) == number)
    )
    found = session.execute(within(statement, col(Case.client_id), scope)).one_or_none()
    if found is None:
        raise NotFound(f"No such case: {reference(number)}. Check the number.")
    *facts, tier = found
    return list(path(rows(session), Facts(*facts), desks(session), tier=tier, at=at))


def faults_now(session: Session, *, at: datetime) -> list[Fault]:
    """Return what an admin must mend in the matrix, for every client there is."""
    clients = session.scalars(select(col(Client.id)).order_by(col(Client.id)))
    return faults(rows(session), clients=[number for number in clients if number], types=list(TYPES), at=at)
