"""Take somebody on by the names a person would say: role, clients, team."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.choice import fold, nearest
from caselight.core.people import Principal, Role
from caselight.core.refusal import Refusal
from caselight.services import accounts
from caselight.services.accounts import Account, Place
from caselight.store.engine import Store
from caselight.store.tables import Client, Team


def enrol(
    store: Store,
    login: str,
    *,
    name: str,
    role: Role,
    clients: Sequence[str],
    team: str | None,
    password_hash: str,
    actor: Principal,
    now: datetime,
) -> int:
    """Make an account for a person of a role, for the clients named (none named: all), in a team."""

    def unit(session: Session) -> int:
        ids = [_named(session, Client, client) for client in clients] or None
        place = Place(role, ids, _named(session, Team, team) if team else None)
        return accounts.add(session, Account(login, name, place, password_hash), actor=actor, now=now)

    return store.transact(unit, actor.scope)


def _named(session: Session, kind: type[Client | Team], name: str) -> int:
    rows = session.execute(select(col(kind.name), col(kind.id)).order_by(col(kind.id)))
    known: dict[str, int] = {fold(row.name): row.id for row in rows}
    if fold(name) in known:
        return known[fold(name)]
    near = nearest(fold(name), {word: word for word in known})
    meant = f" Did you mean {near}?" if near else ""
    raise Refusal(f"There is no {kind.__name__.lower()} called {name}.{meant}")
