"""The clients, teams, services and people a file names: found, or made on the fly."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.chain import GENESIS
from caselight.core.interruptions import services_named
from caselight.core.mapping import Map
from caselight.core.people import Principal, Role
from caselight.core.refusal import Refusal
from caselight.services.importing.steps import Step
from caselight.store.bulk import insert_rows
from caselight.store.chain import Fact, append_next, linked
from caselight.store.tables import Calendar, Client, Event, Service, Team, User

Named = Calendar | Client | Service | Team | User


@dataclass(frozen=True, slots=True)
class Names:
    """The ids behind the names of a file, as far as the database knows them."""

    clients: Mapping[str, int]
    teams: Mapping[str, tuple[int, int]]  # id and tier
    services: Mapping[tuple[int, str | None], int]
    people: Mapping[str | None, int]

    def team(self, name: str | None) -> tuple[int | None, int | None]:
        """Return the id and the tier of a team; of none, none."""
        return self.teams[name] if name else (None, None)


@dataclass(slots=True)
class Wanted:
    """The names a file uses, each once, in its order; a service belongs to the client of the case's first step."""

    clients: dict[str, None] = field(default_factory=dict)
    teams: dict[str, None] = field(default_factory=dict)
    people: dict[str, None] = field(default_factory=dict)
    services: dict[tuple[str, str], None] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: Iterable[Sequence[Step]]) -> "Wanted":
        """Return the names used in the steps of these cases."""
        wanted = cls()
        for steps in cases:
            client = steps[0].values["client"]
            for step in steps:
                said = step.values
                wanted.clients[said["client"]] = None
                wanted.teams |= {said["team"]: None} if said.get("team") else {}
                wanted.people |= {said["person"]: None} if said.get("person") else {}
                wanted.services |= {(client, said["service"]): None} if said.get("service") else {}
                wanted.services |= {(client, name): None for name in _hit(said)}
        return wanted


def _hit(said: Mapping[str, Any]) -> list[str]:
    return services_named(said.get("record_type"), said.get("details") or {})


def names_in(session: Session, source: str) -> Names:
    """Return every name the database knows; people are those that came from the same source."""
    people = select(col(User.name), col(User.id)).where(col(User.login).startswith(_login(source, ""), autoescape=True))
    services = select(col(Service.client_id), col(Service.name), col(Service.id))
    return Names(
        clients=dict(session.execute(select(col(Client.name), col(Client.id))).all()),
        teams={
            name: (team_id, tier)
            for name, team_id, tier in session.execute(select(col(Team.name), col(Team.id), col(Team.tier)))
        },
        services={(client_id, name): service_id for client_id, name, service_id in session.execute(services)},
        people=dict(session.execute(people).all()),
    )


def missing(wanted: Wanted, names: Names, given: Map, calendar_id: int | None) -> Iterator[Named]:
    """Yield a row for each client, team and person that is not there yet."""
    zone = given.calendar.zone if given.calendar else given.time.zone or "UTC"
    for name in _absent(wanted.clients, names.clients):
        yield Client(name=name, zone=zone, calendar_id=calendar_id)
    for name in _absent(wanted.teams, names.teams):
        yield Team(name=name, tier=given.tier.of(name) if given.tier else 1)
    yield from people(_absent(wanted.people, names.people), given.source, names)


def missing_services(wanted: Wanted, names: Names) -> Iterator[Named]:
    """Yield a row for each service that is not there yet; its client is."""
    for client, name in wanted.services:
        if (names.clients[client], name) not in names.services:
            yield Service(client_id=names.clients[client], name=name)


def fresh(wanted: Wanted, names: Names) -> dict[str, Any]:
    """Return how many names of each kind will be made, and which clients."""
    clients = tuple(_absent(wanted.clients, names.clients))
    services = sum((names.clients.get(client), name) not in names.services for client, name in wanted.services)
    counts = {"clients": len(clients), "services": services}
    counts |= {kind: len(getattr(wanted, kind).keys() - getattr(names, kind).keys()) for kind in ("teams", "people")}
    return {"fresh": counts, "new_clients": clients}


def add(session: Session, rows: Sequence[Named], *, actor: Principal, now: datetime) -> None:
    """Write rows of configuration, each with the event that says who added it."""
    session.add_all(rows)
    session.flush()
    insert_rows(session, Event, [_added(row, actor, now) for row in rows])


def calendar_for(session: Session, given: Map, *, actor: Principal, now: datetime) -> int | None:
    """Return the id of the MAP's calendar, made if need be; refuse when one of its name has other hours."""
    if given.calendar is None:
        return None
    hours = given.calendar.hours.to_dict()
    newest = select(Calendar).where(col(Calendar.name) == given.calendar.name).order_by(col(Calendar.valid_from).desc())
    known = session.scalars(newest.limit(1)).one_or_none()
    if known is None:
        known = Calendar(name=given.calendar.name, hours=hours)
        add(session, [known], actor=actor, now=now)
    elif known.hours != hours:
        raise Refusal(f"A calendar called {known.name} has other hours. Give the MAP's calendar another name.")
    return known.id


def keep_hours(session: Session, wanted: Wanted, calendar_id: int | None, *, actor: Principal, now: datetime) -> None:
    """Give the calendar to clients of the file that have none yet; one that has another keeps it."""
    if calendar_id is None:
        return
    without = select(Client).where(col(Client.name).in_(wanted.clients), col(Client.calendar_id).is_(None))
    for client in session.scalars(without).all():
        client.calendar_id = calendar_id
        changes = {"changes": {"calendar_id": [None, calendar_id]}, "by": "import"}
        fact = Fact("client:updated", now, now, actor_id=actor.user_id, client_id=client.id, body=changes)
        append_next(session, f"client:{client.id}", fact)


def _added(row: Named, actor: Principal, now: datetime) -> dict[str, Any]:
    subject = type(row).__name__.lower()
    fact = Fact(
        kind=f"{subject}:added",
        at=now,
        recorded_at=now,
        actor_id=actor.user_id,
        client_id=getattr(row, "client_id", row.id if isinstance(row, Client) else None),
        body={"name": row.name, "by": "import"},
    )
    return linked(fact, subject=f"{subject}:{row.id}", seq=1, prev=GENESIS)[0]


def _absent(wanted: Iterable[str], known: Mapping[Any, object]) -> list[str]:
    return [name for name in wanted if name not in known]


def people(absent: Iterable[str], source: str, names: Names) -> Iterator[User]:
    """Yield people who cannot sign in: their login says where they came from, and differs where names only seem to."""
    taken = {_login(source, name) for name in names.people if name}
    for name in absent:
        login, count = _login(source, name), 1
        while login in taken:
            count += 1
            login = _login(source, f"{name} {count}")
        taken.add(login)
        yield User(login=login, name=name, role=Role.AGENT, is_active=False)


def _login(source: str, name: str) -> str:
    return unicodedata.normalize("NFKC", f"{source}:{name}").casefold()
