"""The floor that the bench measures on: sixty clients, each promised a response and a resolution by priority."""

from datetime import datetime, timedelta

from sqlmodel import Session

from caselight.core.people import Role
from caselight.core.promises import Promise
from caselight.store.tables import Client, Contract, Target, Team, User

CLIENTS = 60
PEOPLE = 40
TEAMS = {"Service Desk": 1, "Network": 2, "Platform": 3}
ZONES = ("UTC", "Europe/London", "America/New_York", "Asia/Singapore")
HOURS = {1: 4, 2: 8, 3: 24, 4: 48}  # to resolve, by priority
RESPOND_WITHIN = timedelta(hours=1)
SPAN = timedelta(days=730)  # what the cases are spread over
PER_MILLE = 900


def lay(session: Session, now: datetime) -> None:
    """Write clients, teams, people and contracts into an empty database: their ids count from 1 in this order."""
    session.add_all(
        Client(name=f"Bench client {number:02}", zone=ZONES[number % len(ZONES)], is_demo=True)
        for number in range(1, CLIENTS + 1)
    )
    session.add_all(Team(name=name, tier=tier) for name, tier in TEAMS.items())
    session.flush()
    session.add_all(
        User(login=f"bench {number}", name=f"Bench agent {number:02}", role=Role.AGENT, team_id=1)
        for number in range(1, PEOPLE + 1)
    )
    since = now - 2 * SPAN
    session.add_all(Contract(client_id=number, valid_from=since, percent=PER_MILLE) for number in range(1, CLIENTS + 1))
    session.flush()
    session.add_all(
        Target(contract_id=number, priority=priority, promise=promise, minutes=minutes)
        for number in range(1, CLIENTS + 1)
        for priority, hours in HOURS.items()
        for promise, minutes in ((Promise.FIRST_RESPONSE, 60), (Promise.RESOLUTION, hours * 60))
    )
