"""The routing rules as they lie in the database, and where cases really went."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from caselight.core.hours import BusinessHours
from caselight.core.people import EVERYTHING, Scope
from caselight.core.routing import Hand, Route, Rules, Unclear, faults
from caselight.store.scoping import within
from caselight.store.tables import Case, Client, Event, RouteRow, Team, TeamShift, User, UserClient


class Arrival(NamedTuple):
    """So many cases alike, and the team they went to when they were logged."""

    client_id: int
    record_type: str
    priority: int
    team_id: int | None
    cases: int


def rules(session: Session, scope: Scope) -> Rules:
    """Return the rules for the clients in scope, with the teams and the people that routing asks of."""
    found = routes(session, scope)
    teams = tuple((row.id or 0, row.tier) for row in session.scalars(select(Team).order_by(col(Team.id))))
    return Rules(found, teams, _hands(session, {route.owner_id for route in found if route.owner_id}))


def routes(session: Session, scope: Scope) -> list[Route]:
    """Return the rules for the clients in scope and for any client, those that no longer hold too."""
    statement = select(RouteRow).order_by(col(RouteRow.valid_from), col(RouteRow.id))
    if scope.clients is not None:
        client = col(RouteRow.client_id)
        statement = statement.where(or_(client.is_(None), client.in_(sorted(scope.clients))))
    return [Route(**row.model_dump()) for row in session.scalars(statement)]


def faults_now(session: Session, scope: Scope, *, types: tuple[str, ...], at: datetime) -> list[Unclear]:
    """Return what an admin must mend in the rules, for every client in scope."""
    clients = session.scalars(within(select(col(Client.id)), col(Client.id), scope).order_by(col(Client.id)))
    return faults(routes(session, scope), clients=[number for number in clients if number], types=types, at=at)


def arrivals(session: Session, scope: Scope, *, since: datetime) -> list[Arrival]:
    """Return where the cases opened since an instant went when they were logged, by the index `cases_opened`."""
    facts = (col(Case.client_id), col(Case.record_type), col(Case.priority), col(Event.team_id))
    statement = (
        select(*facts, func.count())
        .join(Event, (col(Event.case_id) == col(Case.id)) & (col(Event.seq) == 1))
        .where(col(Case.opened_at) >= since)
        .group_by(*facts)
        .order_by(*facts)
    )
    return [Arrival(*row) for row in session.execute(within(statement, col(Case.client_id), scope))]


def _hands(session: Session, named: set[int]) -> dict[int, Hand]:
    """Return the people named by rules; none of them is nothing to ask."""
    if not named:
        return {}
    sees: dict[int, set[int]] = {}
    pairs = select(UserClient).where(col(UserClient.user_id).in_(sorted(named)))
    for pair in session.scalars(pairs):
        sees.setdefault(pair.user_id, set()).add(pair.client_id)
    people = (
        select(User, col(TeamShift.hours))
        .join(TeamShift, col(TeamShift.team_id) == col(User.team_id), isouter=True)
        .where(col(User.id).in_(sorted(named)))
    )
    return {
        user.id or 0: Hand(
            user.id or 0,
            user.name,
            user.is_active,
            EVERYTHING.clients if user.sees_all_clients else frozenset(sees.get(user.id or 0, ())),
            BusinessHours.from_dict(hours) if hours else None,
        )
        for user, hours in session.execute(people)
    }
