"""Two clients in one house, every kind of row of each marked with a word that the other's people must never meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from pydantic import SecretStr

import seeded
from caselight.core.attachments import Upload
from caselight.core.people import EVERYTHING, Principal, Role, Scope
from caselight.services import keys, problems, reviews, verbs, walls
from caselight.services.channels import kept
from caselight.services.desk import Verb, perform
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.tables import Service

OURS, THEIRS = 3, 4  # Parcelo Shop and Quillstone Bank
SECRET, OWN = "ZZ-CLIENT-B-SECRET", "ZZ-CLIENT-A-OWN"
FOREIGN = (SECRET, "Quillstone")  # the bank's name alone would tell a competitor whom else we serve
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Marked:
    """The numbers of what was written for one client."""

    client: int
    case: int
    recovery: int
    problem: int
    review: int
    attachment: int
    key: str


@dataclass(frozen=True)
class House:
    """A database with both clients in it."""

    store: Store
    now: datetime
    ours: Marked
    theirs: Marked


def build(store: Store, now: datetime) -> House:
    """Fill a week of cases, and everything there can be of the two clients."""
    seeded.fill(store, now, weeks=1)
    return House(store, now, _mark(store, OURS, OWN, now), _mark(store, THEIRS, SECRET, now))


def met(said: str) -> list[str]:
    """Return which foreign words stand in what was answered."""
    return [word for word in FOREIGN if word.casefold() in said.casefold()]


class _Writer:
    """Somebody of one client, who writes its word wherever words can be written."""

    def __init__(self, store: Store, client: int, word: str, now: datetime) -> None:
        person = seeded.person(store, Role.MANAGER, client, name=f"{word} Manager")
        self.store, self.client, self.word, self.now = store, client, word, now
        self.me = Principal(person, f"{word} Manager", Role.MANAGER, Scope(frozenset({client})), team_id=1)

    def do(self, verb: Verb, ago: float, **given: Any) -> Any:
        request = uuid4().hex
        return perform(self.store, verb, actor=self.me, now=self.now - ago * HOUR, request=request, **given)

    def log(self, ago: float, record_type: str, **given: Any) -> int:
        said = {"title": self.word, "note": self.word, "external_id": f"{self.word} {record_type}", "priority": 1}
        return int(self.do(verbs.log, ago, client_id=self.client, record_type=record_type, **said, **given).case_id)


def _mark(store: Store, client: int, word: str, now: datetime) -> Marked:
    writer = _Writer(store, client, word, now)
    service = Service(client_id=client, name=f"{word} service")
    store.transact(lambda session: session.add(service), EVERYTHING)
    case = writer.log(30, "technical", service=f"{word} service")
    writer.do(verbs.escalate, 29, case=case, reason=word, way="hierarchical")
    writer.do(verbs.tell, 28, case=case, note=word)
    attached = writer.do(verbs.attach, 28, case=case, upload=Upload(f"{word}.log", word.encode()))
    recovery = _recovery(writer)
    _outage(writer)
    problem = _problem(writer, [case, recovery])
    key = _configure(writer)
    days = (now - timedelta(days=5)).date(), (now - timedelta(days=2)).date()
    admin = _admin(store)
    review = reviews.make(store, client, *days, actor=admin, now=now - HOUR)
    return Marked(client, case, recovery, problem, review, attached.version, key)


def _recovery(writer: _Writer) -> int:
    said = {"customer": writer.word, "failed": "technical"}
    number = writer.log(27, "recovery", details=said)
    spoken = {"direction": "to the customer", "channel": "voice", "said": writer.word, "offered": writer.word}
    paid = {"action": "refund", "amount": "40", "currency": "EUR", "department": "Finance"}
    felt = {"score": 4, "score_before": 1, "said": writer.word, "suggestions": writer.word}
    for kind, fields in (("interaction", spoken), ("action", paid), ("feedback", felt)):
        writer.do(verbs.add_sheet, 26, case=number, kind=kind, fields=fields)
    return number


def _outage(writer: _Writer) -> None:
    number = writer.log(25, "outage", service=f"{writer.word} service")
    writer.do(verbs.note, 24, case=number, note=writer.word)


def _problem(writer: _Writer, cases: Iterable[int]) -> int:
    draft = problems.Draft(title=writer.word, record_type="technical", action=writer.word)
    return problems.begin(writer.store, writer.client, draft, actor=writer.me, now=writer.now - 20 * HOUR, cases=cases)


def _admin(store: Store) -> Principal:
    return Principal(seeded.person(store, Role.ADMIN, name="Tora Vik"), "Tora Vik", Role.ADMIN, EVERYTHING)


def _configure(writer: _Writer) -> str:
    """Set what an admin keeps for a client, and return its key."""
    store, now, admin = writer.store, writer.now - HOUR, _admin(writer.store)
    address = f"{writer.word.lower()}@example.org"
    channel = kept.Draft(name=writer.word, kind="e-mail", address=address, client_id=writer.client, kinds=("raised",))
    kept.save(
        store,
        channel,
        settings=Settings(smtp=SecretStr("smtp://127.0.0.1:1"), channels_private=True),
        actor=admin,
        now=now,
    )
    walls.make(store, walls.Screen(writer.word, [writer.client]), actor=admin, now=now)
    name = next(name for place, name in enumerate(seeded.CLIENTS, 1) if place == writer.client)
    return keys.make(store, writer.word.lower().replace(" ", "-"), client=name, actor=admin, now=now)
