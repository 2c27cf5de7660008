"""The floor laid in the database: calendars, clients, contracts, teams and people, each with its event."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from caselight.core.hours import BusinessHours
from caselight.services.demo.calendars import opening_hours
from caselight.services.demo.clients import CLIENTS, DemoClient
from caselight.services.demo.clocks import calendar_of
from caselight.services.demo.escalation_matrix import lay_matrix
from caselight.services.demo.floor import Account, Floor, Seats
from caselight.services.demo.people import employ, login_of
from caselight.services.demo.rosters import lay_rosters
from caselight.services.demo.routing_rules import lay_routes
from caselight.services.demo.scenario import AGENTS, CLAUSE, HELD, PROMISED, TEAMS
from caselight.store import matrix
from caselight.store.chain import Fact, append_next
from caselight.store.tables import Calendar, Client, Contract, Service, Target, Team, User

IN_FORCE_FOR = timedelta(days=400)
YEARS_AHEAD = 3


def lay(session: Session, now: datetime) -> None:
    """Write the clients with what they were promised, teams, and their people, who see these clients only."""
    clients = [_lay_client(session, client, now) for client in CLIENTS]
    people = iter(AGENTS)
    for name, tier, seats in TEAMS:
        team = keep(session, Team(name=name, tier=tier), now)
        for _ in range(seats):
            employ(session, next(people), team_id=team.id, clients=clients, now=now)
    lay_matrix(session, now)
    lay_routes(session, now)
    lay_rosters(session, now)


def floor_of(session: Session) -> Floor:
    """Return the floor that was laid, by the names of the scenario."""
    teams: dict[str, Seats] = {}
    for name, tier, _ in TEAMS:
        team = session.scalars(select(Team).where(col(Team.name) == name)).one()
        people = select(col(User.id)).where(
            col(User.team_id) == team.id, col(User.login).in_([login_of(agent) for agent in AGENTS])
        )
        ids = session.scalars(people.order_by(col(User.id))).all()
        teams[name] = Seats(team.id or 0, name, tier, tuple(number for number in ids if number))
    rows = {client.name: client for client in session.scalars(select(Client).where(col(Client.is_demo)))}
    accounts = {client.name: _account(session, client, rows[client.name]) for client in CLIENTS}
    return Floor(teams, accounts, tuple(matrix.rows(session)))


def keep(session: Session, row: Any, now: datetime) -> Any:  # noqa: ANN401 – a row of any table, given back
    """Write a configuration row and the event that says so."""
    session.add(row)
    session.flush()
    subject = type(row).__name__.lower()
    client_id = row.id if subject == "client" else getattr(row, "client_id", None)
    fact = Fact(f"{subject}:created", now, now, client_id=client_id, body={"changes": _created(row)})
    append_next(session, f"{subject}:{row.id}", fact)
    return row


def _created(row: SQLModel) -> dict[str, Any]:
    plain = row.model_dump(mode="json", exclude={"id", "password_hash"})
    return {name: [None, value] for name, value in plain.items() if value is not None}


def _lay_client(session: Session, client: DemoClient, now: datetime) -> int:
    hours = opening_hours(client, years=range(now.year - 1, now.year + YEARS_AHEAD))
    calendar = keep(session, Calendar(name=f"{client.name} hours", hours=hours.to_dict()), now) if hours else None
    row = keep(
        session,
        Client(
            name=client.name,
            industry=client.industry,
            zone=client.zone,
            calendar_id=calendar.id if calendar else None,
            is_demo=True,
        ),
        now,
    )
    session.add_all(Service(client_id=row.id, name=name) for name in client.services)
    contract = Contract(client_id=row.id, valid_from=now - IN_FORCE_FOR, percent=round(client.percent * 10))
    keep(session, contract, now)
    session.flush()
    account = _account(session, client, row)
    session.add_all(
        Target(
            contract_id=account.contract_id or 0,
            priority=priority,
            promise=promise.value,
            minutes=minutes[priority],
            calendar_id=calendar_of(account, priority),
            waiting_pauses=promise in HELD,
            clause=f"{client.section}.{CLAUSE[promise]}" if client.section else "",
        )
        for promise, minutes in PROMISED.items()
        for priority in client.targeted
    )
    return account.id


def _account(session: Session, client: DemoClient, row: Client) -> Account:
    contract = (
        select(col(Contract.id)).where(col(Contract.client_id) == row.id).order_by(col(Contract.valid_from).desc())
    )
    services = select(col(Service.name), col(Service.id)).where(col(Service.client_id) == row.id)
    calendar = session.get_one(Calendar, row.calendar_id) if row.calendar_id else None
    return Account(
        id=row.id or 0,
        contract_id=session.scalars(contract.limit(1)).first(),
        calendar_id=row.calendar_id,
        hours=BusinessHours.from_dict(calendar.hours) if calendar else None,
        services={name: number for name, number in session.execute(services) if number},
        targeted=client.targeted,
    )
