"""The demo scenario written to a database that has no real client."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, Role
from caselight.core.refusal import Refusal
from caselight.services.demo.clients import CLIENTS
from caselight.services.demo.floor import Floor
from caselight.services.demo.generate import DemoCase, cases
from caselight.services.demo.lay import floor_of, lay
from caselight.services.demo.people import ROLES, admit
from caselight.services.demo.play import played
from caselight.services.demo.problems import lay_problems
from caselight.services.demo.scenario import DAYS, SEED
from caselight.services.whole_repeats import repeating
from caselight.store.bulk import WholeCase, write_cases
from caselight.store.engine import Store
from caselight.store.numbers import take
from caselight.store.tables import Case, Client

BATCH = 1000  # cases in one statement


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and the accounts made for it."""

    clients: int
    cases: int
    accounts: list[tuple[str, str, Role]]  # login, password, role
    was_there: bool = False

    @property
    def told(self) -> str:
        """Return what to tell whoever asked for it."""
        if self.was_there:
            return f"The demo is already loaded: {self.clients} clients, {self.cases:,} cases. Nothing was changed."
        width = max(len(login) for login, _, _ in self.accounts)
        people = [f"  {login:{width}}  {password}  {role}" for login, password, role in self.accounts]
        head = f"Loaded {self.clients} clients and {self.cases:,} cases. Sign in with:"
        return "\n".join([head, *people])


def load(
    store: Store, *, now: datetime, hash_password: Callable[[str], str], seed: int = SEED, days: int = DAYS
) -> Loaded:
    """Load the days that end now, once; a load that was cut short is finished by the next.

    Raises Refusal where a client exists that is not of the demo.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    floor = store.transact(lambda session: _floor(session, now), EVERYTHING)
    with store.reading(EVERYTHING) as session:
        if count := session.scalar(select(func.count()).select_from(Case)):
            return Loaded(len(CLIENTS), count, [], was_there=True)
    made = cases(floor, seed=seed, now=now, days=days)
    passwords = {role: secrets.token_urlsafe(9) for role in ROLES}
    hashes = {role: hash_password(password) for role, password in passwords.items()}
    ready = [None if _names_another(case) else _whole(case, floor, {}) for case in made]

    def unit(session: Session) -> Loaded:
        _write(session, made, ready, floor)
        logins = admit(session, hashes, floor, now)
        lay_problems(session, floor, now)
        return Loaded(len(CLIENTS), len(made), [(login, passwords[role], role) for role, login in logins.items()])

    return store.transact(unit, EVERYTHING)


def _floor(session: Session, now: datetime) -> Floor:
    """Return the floor, laid if it is not there; refuse a house where real work is done."""
    real = session.scalars(select(col(Client.name)).where(col(Client.is_demo).is_(False)).limit(1)).first()
    if real:
        raise Refusal(f"There is a real client, {real}: the demo is for an empty database. Choose another database.")
    if session.scalar(select(func.count()).select_from(Client)) == 0:
        lay(session, now)
        session.flush()
    return floor_of(session)


def _write(session: Session, made: list[DemoCase], ready: list[WholeCase | None], floor: Floor) -> None:
    """Write all cases, numbered in the order in which they were made."""
    taken = take(session, len(made))
    numbers = {case.story.key: number for case, number in zip(made, taken, strict=True)}
    whole = (case or _whole(made[index], floor, numbers) for index, case in enumerate(ready))
    numbered = repeating([replace(case, number=number) for case, number in zip(whole, taken, strict=True)])
    for index in range(0, len(numbered), BATCH):
        write_cases(session, numbered[index : index + BATCH])


def _whole(case: DemoCase, floor: Floor, numbers: dict[str, int]) -> WholeCase:
    return played(case.moves, floor, floor.clients[case.story.client.name], numbers=numbers)


def _names_another(case: DemoCase) -> bool:
    return any(move.verb == "merge" or "follows" in move.given for move in case.moves)
