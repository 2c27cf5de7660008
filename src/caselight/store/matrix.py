"""The escalation matrix as it lies in the database, and who it would call."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.calling import Call, Desk, path
from caselight.core.hours import BusinessHours
from caselight.core.matrix import Facts, Fault, Row, faults
from caselight.core.matrix_trial import Group, Matrix
from caselight.core.people import Scope
from caselight.core.records.register import TYPES
from caselight.core.refusal import NotFound
from caselight.core.wording import reference
from caselight.store.scoping import IS_OPEN, within
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
    facts, tier = facts_of(session, scope, number)
    return list(path(rows(session), facts, desks(session), tier=tier, at=at))


def facts_of(session: Session, scope: Scope, number: int) -> tuple[Facts, int | None]:
    """Return what the matrix asks of a case, and the tier it is at."""
    statement = (
        select(col(Case.client_id), col(Case.record_type), col(Case.priority), col(Team.tier))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .where(col(Case.id) == number)
    )
    found = session.execute(within(statement, col(Case.client_id), scope)).one_or_none()
    if found is None:
        raise NotFound(f"No such case: {reference(number)}. Check the number.")
    *facts, tier = found
    return Facts(*facts), tier


def laid(session: Session, scope: Scope) -> Matrix:
    """Return what decides who is called: the rows for any client and for those in scope, and every team."""
    return Matrix(
        tuple(row for row in rows(session) if row.client_id is None or row.client_id in scope), desks(session)
    )


def open_groups(session: Session, scope: Scope) -> list[Group]:
    """Return the open cases in scope, counted by what the matrix asks of them, by `cases_open`."""
    asked = (col(Case.client_id), col(Case.record_type), col(Case.priority), col(Team.tier))
    statement = select(*asked, func.count()).join(Team, col(Team.id) == col(Case.team_id), isouter=True)
    statement = within(statement.where(IS_OPEN).group_by(*asked), col(Case.client_id), scope)
    return [Group(Facts(*facts), tier, n) for *facts, tier, n in session.execute(statement)]


def faults_now(session: Session, scope: Scope, *, at: datetime) -> list[Fault]:
    """Return what an admin must mend in the matrix, for every client in scope."""
    return faults(laid(session, scope).rows, clients=clients(session, scope), types=list(TYPES), at=at)


def clients(session: Session, scope: Scope) -> list[int]:
    """Return the ids of the clients in scope."""
    statement = within(select(col(Client.id)).order_by(col(Client.id)), col(Client.id), scope)
    return [number for number in session.scalars(statement) if number]
