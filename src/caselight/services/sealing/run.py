"""Seal all that is new: each event once, whoever seals and in whatever order transactions end."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from caselight.core.chain import GENESIS, instant
from caselight.core.merkle import Tree
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.core.seals import Seal, digest_of, holes, leaf, ranges
from caselight.services.sealing import copy
from caselight.services.sealing.places import Places
from caselight.store import sealed
from caselight.store.engine import Store
from caselight.store.sealed import ToSeal
from caselight.store.tables import SealRow

AT_MOST = 2_000  # events of one seal
LATE = timedelta(days=1)  # how long a transaction may take; whatever has its place between sealed events then is false
NO_KEY = "The seals of this database were signed with a key that is not here ({}). Put it back; nothing is sealed."


@dataclass(slots=True)
class Sealed:
    """What one turn sealed."""

    seals: int = 0
    events: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts, for JSON."""
        return asdict(self)

    def told(self) -> str:
        """Return it as a person reads it."""
        return f"{self.events:,} events sealed, in {self.seals:,} seals." if self.events else "Nothing new to seal."


def seal(store: Store, places: Places, *, now: datetime) -> Sealed:
    """Seal every event that no seal has, and copy what the file outside does not have.

    The database holds its lock for one insert. Where nothing is new: four statements, and a look at the file. Raises
    Refusal where the key is missing, and Differs where the file outside knows other seals than the database.
    """
    done, copied = Sealed(), partial(_copied, store, places)
    copied()  # before anything is sealed: an old database put back must not go on in silence
    while made := _made(store, places, now):
        if _kept(store, *made, now):
            done.seals += 1
            done.events += made[0].n
        copied()
    return done


def _made(store: Store, places: Places, now: datetime) -> tuple[Seal, dict[str, Any]] | None:
    """Return the next seal and the heads in it, or none where nothing is new."""
    with store.reading(EVERYTHING) as session:
        last = sealed.newest(session)
        late = [] if store.is_sqlite else _late(session, now)  # SQLite has one writer: ids are in the order of commits
        events = sealed.to_seal(session, above=last.up_to if last else 0, late=late, limit=AT_MOST)
    if not events:
        return None
    if last and places.key() is None:
        raise Refusal(NO_KEY.format(places.key_file))
    heads = _heads(events)
    made = Seal(
        id=last.id + 1 if last else 1,
        ids=ranges(event.id for event in events),
        n=len(events),
        up_to=max(events[-1].id, last.up_to if last else 0),
        root=Tree(leaf(event.id, event.hash) for event in events).root(),
        heads=digest_of(heads),
        sealed_at=instant(now),
        prev=last.hash if last else GENESIS,
    )
    return made.signed(places.key_made()), heads


def _late(session: Session, now: datetime) -> list[tuple[int, int]]:
    """Return the ids below the highest sealed one that nobody has seen yet: their transactions may still commit."""
    above, lately = sealed.since(session, now - LATE)
    return holes(lately, above=above)


def _heads(events: list[ToSeal]) -> dict[str, Any]:
    newest: dict[str, Any] = {}
    for event in events:
        newest[event.subject] = max(newest.get(event.subject, (0, "")), (event.seq, event.hash))
    return newest


def _kept(store: Store, made: Seal, heads: dict[str, Any], now: datetime) -> bool:
    """Keep a seal; another worker may have made the same one first."""
    row = sealed.row_of(made, heads, now)
    try:
        store.transact(lambda session: session.execute(insert(SealRow).values(**row)), EVERYTHING)
    except IntegrityError:
        return False
    return True


def _copied(store: Store, places: Places) -> None:
    def missing(after: int) -> list[Seal]:
        with store.reading(EVERYTHING) as session:
            return sealed.lines(session, after=after)

    copy.extend(places.copy, missing)
