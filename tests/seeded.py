"""A database to look at: weeks of invented cases that end now, some overdue, some due soon."""

import random
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from sqlmodel import Session

from caselight.core.people import EVERYTHING, Role
from caselight.core.promises import Promise
from caselight.store.bulk import WholeCase, write_cases
from caselight.store.chain import Fact
from caselight.store.engine import Store
from caselight.store.tables import Client, Contract, Team, User, UserClient

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CLIENTS = {  # zone, share of promises to keep × 10, share of the cases
    "Norvane Telecom": ("Europe/London", 860, 34),
    "Ellery Care": ("America/New_York", 920, 18),
    "Parcelo Shop": ("Europe/Berlin", 970, 30),
    "Quillstone Bank": ("Asia/Singapore", 950, 14),
    "Tarrin Utilities": ("America/Chicago", 920, 4),
}
TEAMS = {"Service Desk": 1, "Network": 2, "Platform": 3}
OWNERS = ("J. Amadi", "T. Lindmark", "S. Prabhu", "R. Vance")
TARGETS = {1: 4, 2: 8, 3: 24, 4: 48}  # hours
USUAL = {1: 0.7, 2: 1.4, 3: 5, 4: 10}  # hours to resolve, half within


class Open(NamedTuple):
    """An open case: minutes overdue (due when negative), and whose it is."""

    late: int
    client: int
    priority: int
    team: int
    owner: int | None
    is_taken: bool = True


NOW = (
    Open(125, 4, 1, 3, 1),
    Open(64, 2, 1, 2, 2, is_taken=False),
    Open(48, 1, 2, 1, None, is_taken=False),
    Open(33, 3, 3, 2, 3),
    Open(21, 5, 2, 1, 4),
    Open(6, 3, 3, 1, None, is_taken=False),
    Open(-6, 1, 2, 2, 1),
    Open(-14, 3, 3, 1, 2),
    Open(-21, 2, 2, 1, None),
    Open(-28, 4, 3, 2, 3),
    *(Open(-due, place % 5 + 1, 3, 1, 4) for place, due in enumerate((41, 58, 94, 128, 172, 215, 249, 300))),
)


def fill(store: Store, now: datetime, *, seed: int = 7, weeks: int = 11) -> None:
    """Write clients, teams, people and cases; the ids of all but the cases count from 1 in the order above."""
    dice = random.Random(seed)  # noqa: S311 – invented cases, not a secret
    store.transact(lambda session: _base(session, now), EVERYTHING)
    cases = [case for hours in range(weeks * 7 * 24, 1, -1) for case in _hour(dice, now, now - hours * HOUR)]
    cases += [_open_case(now, row) for row in NOW]
    for start in range(0, len(cases), 500):
        store.transact(lambda session, start=start: write_cases(session, cases[start : start + 500]), EVERYTHING)


def person(store: Store, role: Role, *clients: int, name: str = "Lena Brandt") -> int:
    """Add somebody of this role, who sees these clients or, without any, all; return the id."""

    def unit(session: Session) -> int:
        user = User(login=uuid4().hex, name=name, role=role, team_id=1, sees_all_clients=not clients)
        session.add(user)
        session.flush()
        session.add_all(UserClient(user_id=user.id or 0, client_id=client) for client in clients)
        return user.id or 0

    return store.transact(unit, EVERYTHING)


def _base(session: Session, now: datetime) -> None:
    session.add_all(Client(name=name, zone=zone, is_demo=True) for name, (zone, _, _) in CLIENTS.items())
    session.add_all(Team(name=name, tier=tier) for name, tier in TEAMS.items())
    session.flush()
    session.add_all(User(login=name, name=name, role=Role.AGENT, team_id=1) for name in OWNERS)
    for number, (_, percent, _) in enumerate(CLIENTS.values(), start=1):
        session.add(Contract(client_id=number, valid_from=now - timedelta(days=400), percent=percent))
        session.flush()


def _hour(dice: random.Random, now: datetime, hour: datetime) -> list[WholeCase]:
    """Invent the cases of an hour: about two, and nearly all of them resolved by now."""
    made = []
    for _ in range(dice.choice((0, 1, 2, 2, 3, 4))):
        priority = dice.choices((1, 2, 3, 4), (4, 16, 55, 25))[0]
        client = dice.choices(range(1, len(CLIENTS) + 1), [share for _, _, share in CLIENTS.values()])[0]
        opened = hour + dice.random() * HOUR
        resolved = opened + dice.lognormvariate(0, 1) * USUAL[priority] * HOUR
        if resolved < now:
            made.append(_case(now, opened, client, priority, resolved_at=resolved, owner_id=dice.randint(1, 4)))
    return made


def _open_case(now: datetime, row: Open) -> WholeCase:
    due_at = now - row.late * MINUTE
    whose = {"team_id": row.team, "owner_id": row.owner, "is_accepted": row.is_taken}
    return _case(now, now - 5 * HOUR, row.client, row.priority, due_at=due_at, **whose)


def _case(now: datetime, opened: datetime, client: int, priority: int, **given: Any) -> WholeCase:
    due = given.pop("due_at", opened + TARGETS[priority] * HOUR)
    resolved = given.get("resolved_at")
    status = "in progress" if resolved is None else "resolved" if now - resolved < timedelta(days=5) else "closed"
    state = {"team_id": 1, "status": status, "is_accepted": True} | given
    case = {
        "client_id": client,
        "record_type": "technical",
        "title": "Outbound voice drops",
        "priority": priority,
        "occurred_at": opened,
        "opened_at": opened,
        "first_resolved_at": resolved,
        "closed_at": resolved + timedelta(days=5) if status == "closed" else None,
        "touched_at": resolved or opened,
    }
    clock = {
        "promise": Promise.RESOLUTION,
        "contract_id": client,
        "target_s": TARGETS[priority] * 3600,
        "waiting_pauses": True,
        "runs": [[opened.isoformat(), resolved.isoformat() if resolved else None]],
        "started_at": opened,
        "due_at": due,
        "stopped_at": resolved,
        "first_missed_at": due if resolved and resolved > due else None,
    }
    logged = Fact("case:logged", opened, opened, 1, status="new", team_id=1, tier=1)
    ended = [] if resolved is None else [Fact("case:resolved", resolved, resolved, 1, status=status, team_id=1, tier=1)]
    return WholeCase(case | state, [logged, *ended], [clock])
