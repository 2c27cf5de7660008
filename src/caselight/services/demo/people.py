"""The people of the demo: agents who own cases, and one account for each role to sign in with."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import SYSTEM, Role
from caselight.services import accounts
from caselight.services.demo.clients import ELLERY
from caselight.services.demo.floor import Floor
from caselight.services.demo.scenario import AGENTS
from caselight.store.chain import Fact, append_next
from caselight.store.tables import User

DEMO_AGENT = AGENTS[10]
ONE_EACH = (Role.ADMIN, Role.MANAGER, Role.LEAD, Role.AUDITOR, Role.CLIENT)
ROLES = (*ONE_EACH[:3], Role.AGENT, *ONE_EACH[3:])


def employ(session: Session, name: str, *, team_id: int, clients: Sequence[int], now: datetime) -> None:
    """Make an agent, who owns cases and cannot sign in."""
    agent = accounts.Account(login_of(name), name, accounts.Place(Role.AGENT, clients, team_id))
    accounts.add(session, agent, actor=SYSTEM, now=now)


def admit(session: Session, hashes: Mapping[Role, str], floor: Floor, now: datetime) -> dict[Role, str]:
    """Give one person of each role a password; return their logins."""
    everyone = [account.id for account in floor.clients.values()]
    for role in ONE_EACH:
        place = accounts.Place(role, [floor.clients[ELLERY.name].id] if role is Role.CLIENT else everyone)
        person = accounts.Account(_login(role), f"Demo {role}", place, hashes[role])
        accounts.add(session, person, actor=SYSTEM, now=now)
    _give_the_agent(session, hashes[Role.AGENT], now)
    return {role: _login(role) for role in ROLES}


def login_of(name: str) -> str:
    """Return the login of an agent: a.rahman."""
    return name.casefold().replace(" ", "")


def _login(role: Role) -> str:
    return login_of(DEMO_AGENT) if role is Role.AGENT else f"demo-{role.split()[0]}"


def _give_the_agent(session: Session, password_hash: str, now: datetime) -> None:
    agent = session.scalars(select(User).where(col(User.login) == login_of(DEMO_AGENT))).one()
    agent.password_hash = password_hash
    append_next(session, f"user:{agent.id}", Fact("user:password_set", now, now))
