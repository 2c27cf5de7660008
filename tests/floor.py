"""A small floor to test on: two clients, their contracts, three teams, and the people."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from caselight.core.people import EVERYTHING, Principal, Role, Scope
from caselight.core.promises import Promise
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Client, Contract, Target, Team, User, UserClient

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
OFFICE = {
    "zone": "UTC",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": [],
}
HOURS = {1: 4, 2: 8, 3: 24, 4: 48}


def at(text: str) -> datetime:
    """Return "Mon 10:00" of the test week as an instant."""
    day, clock = text.split()
    hours, minutes = clock.split(":")
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(day)
    return MONDAY + timedelta(days=days, hours=int(hours), minutes=int(minutes))


@dataclass(frozen=True)
class Floor:
    """The ids and people of the test floor."""

    store: Store
    client: int
    foreign: int
    desk: int
    network: int
    experts: int
    agent: Principal
    lead: Principal
    manager: Principal
    auditor: Principal
    outsider: Principal
    admin: Principal


def build(store: Store) -> Floor:
    """Fill the store and return the floor."""
    return store.transact(lambda session: _build(session, store), EVERYTHING)


def _build(session: Session, store: Store) -> Floor:
    calendar = Calendar(name="Office", hours=OFFICE)
    session.add(calendar)
    session.flush()
    ours = Client(name="Norvane Telecom", industry="telecom", calendar_id=calendar.id)
    theirs = Client(name="Quillstone Bank", industry="finance", calendar_id=calendar.id)
    teams = [Team(name=name, tier=tier) for name, tier in (("Service Desk", 1), ("Network", 2), ("Platform", 3))]
    session.add_all([ours, theirs, *teams])
    session.flush()
    for client in (ours, theirs):
        _promise(session, client, calendar)
    people = {role: _person(session, role, ours, teams[0]) for role in (Role.AGENT, Role.LEAD, Role.MANAGER)}
    return Floor(
        store,
        ours.id or 0,
        theirs.id or 0,
        *(team.id or 0 for team in teams),
        *people.values(),
        _person(session, Role.AUDITOR, ours),
        _person(session, Role.AGENT, theirs, teams[0], login="outsider"),
        _person(session, Role.ADMIN, None),
    )


def _promise(session: Session, client: Client, calendar: Calendar) -> None:
    """Promise a response in 1 h and a resolution by priority: P1 and P2 around the clock, the rest office hours."""
    contract = Contract(client_id=client.id or 0, valid_from=MONDAY - timedelta(days=365), percent=900)
    session.add(contract)
    session.flush()
    for priority, hours in HOURS.items():
        where = None if priority <= 2 else calendar.id
        for promise, minutes in ((Promise.FIRST_RESPONSE, 60), (Promise.RESOLUTION, hours * 60)):
            session.add(
                Target(
                    contract_id=contract.id or 0, priority=priority, promise=promise, minutes=minutes, calendar_id=where
                )
            )


def _person(
    session: Session, role: Role, client: Client | None, team: Team | None = None, login: str = ""
) -> Principal:
    user = User(
        login=login or role.value,
        name=f"{(login or role.value).title()} One",
        role=role,
        team_id=team.id if team else None,
        sees_all_clients=client is None,
    )
    session.add(user)
    session.flush()
    if client:
        session.add(UserClient(user_id=user.id or 0, client_id=client.id or 0))
    scope = Scope(frozenset({client.id or 0}) if client else None)
    return Principal(user.id, user.name, role, scope, "session", user.team_id)
