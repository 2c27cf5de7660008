"""The routing rules of the demo: each client's cases go to the team that works for it."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from caselight.core.people import SYSTEM
from caselight.core.routing import Route
from caselight.services import routing
from caselight.services.demo.clients import CLIENTS
from caselight.store.tables import Client, Team


def lay_routes(session: Session, since: datetime) -> None:
    """Write a rule for each client of the scenario."""
    clients = {client.name: client.id or 0 for client in session.scalars(select(Client))}
    teams = {team.name: team.id or 0 for team in session.scalars(select(Team))}
    for client in CLIENTS:
        route = Route(client_id=clients[client.name], team_id=teams[client.team], valid_from=since)
        routing.write(session, route, actor=SYSTEM, now=since)
