"""Teams as an admin looks at them: who works there, what they have, and when they are there."""

from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import IS_OPEN, within
from caselight.store.tables import Case, Team, TeamShift, User


class TeamRow(NamedTuple):
    """A team as it is kept; without hours it is always there."""

    id: int
    name: str
    tier: int
    hours: dict[str, Any] | None
    people: int
    open_cases: int  # in scope


def teams(session: Session, scope: Scope) -> list[TeamRow]:
    """Return every team, lowest tier first, with its people and its open cases in scope, by `cases_open`."""
    of_team = select(col(Case.team_id), func.count()).where(IS_OPEN).group_by(col(Case.team_id))
    cases = {team: n for team, n in session.execute(within(of_team, col(Case.client_id), scope)) if team}
    working = select(col(User.team_id), func.count()).where(col(User.is_active)).group_by(col(User.team_id))
    people = {team: n for team, n in session.execute(working) if team}
    statement = select(col(Team.id), col(Team.name), col(Team.tier), col(TeamShift.hours)).join(
        TeamShift, col(TeamShift.team_id) == col(Team.id), isouter=True
    )
    return [
        TeamRow(number, name, tier, hours, people.get(number, 0), cases.get(number, 0))
        for number, name, tier, hours in session.execute(statement.order_by(col(Team.tier), col(Team.id)))
    ]
