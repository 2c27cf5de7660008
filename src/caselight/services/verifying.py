"""Check that every event is where it was written, every case and review as its events say, and all as it was sealed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from caselight.core.people import EVERYTHING
from caselight.core.seals import Seal
from caselight.core.wording import reference
from caselight.services.sealing import LATE, Places, compared
from caselight.store import guards, reviews, sealed
from caselight.store.chain import Break
from caselight.store.engine import Store
from caselight.store.sealed import SUBJECT, Watch
from caselight.store.tables import Heartbeat
from caselight.store.walking import walked

NAMED = 20
HEARTBEAT = "verify"  # the last time that everything held
WORDS = {SUBJECT: "seal"}
NOT_EVENTS = {SUBJECT, compared.COPY, "database"}


@dataclass(frozen=True, slots=True)
class Verified:
    """How many events were walked and are sealed, what was broken, and what the database says of itself."""

    events: int
    broken: tuple[Break, ...]
    integrity: str
    erased: int = 0
    seals: int = 0
    unsealed: int = 0
    sealed_at: str | None = None
    copy: str = ""

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is broken."""
        return not self.broken and self.integrity == "ok"

    def as_dict(self) -> dict[str, Any]:
        """Return everything, for JSON."""
        told = {name: getattr(self, name) for name in ("events", "integrity", "erased", "seals", "unsealed")}
        return {
            "ok": self.is_whole,
            **told,
            "sealed_at": self.sealed_at,
            "copy": self.copy,
            "broken": [asdict(one) | {"case": one.case_id and reference(one.case_id)} for one in self.broken],
        }

    def told(self) -> str:
        """Return it as a person reads it."""
        if self.is_whole:
            return "\n".join([f"{self.events:,} events verified; every chain holds.", *self._sealed()])
        named = [f"{_where(one)}: {one.reason}." for one in self.broken[:NAMED]]
        more = len(self.broken) - NAMED
        return "\n".join(
            [
                f"{len(self.broken)} breaks in {self.events:,} events. Database integrity: {self.integrity}.",
                *named,
                *([f"And {more} more."] if more > 0 else []),
                *self._sealed(),
            ]
        )

    def _sealed(self) -> list[str]:
        reach = f"{self.seals:,} seals reach to {self.sealed_at}" if self.seals else "There is no seal yet"
        erased = [f"{self.erased:,} texts were erased."] if self.erased else []
        return [f"{reach}; {self.unsealed:,} events are not sealed. Copy outside: {self.copy}.", *erased]


def verify(store: Store, places: Places, *, now: datetime) -> Verified:
    """Walk every chain and every seal, compare with the copy outside, and ask the database for its own integrity."""
    with store.reading(EVERYTHING) as session:
        seals = sealed.lines(session)
        watch = Watch(seals)
        walk = walked(session, watch)
        broken = [*walk.broken, *reviews.breaks(session), *_sealed(session, seals, watch, places)]
        above = watch.up_to if store.is_sqlite else sealed.since(session, now - LATE)[0]
        broken += [*sealed.strangers(session, watch, above), *guards.breaks(session)]
    return Verified(
        walk.events,
        tuple(broken),
        _integrity(store),
        erased=walk.erased,
        seals=len(seals),
        unsealed=len(watch.unsealed),
        sealed_at=seals[-1].sealed_at if seals else None,
        copy=str(places.copy),
    )


def on_record(store: Store, found: Verified, *, now: datetime) -> None:
    """Leave a sign that everything held, which the health page shows."""
    if found.is_whole:
        store.transact(lambda session: session.merge(Heartbeat(name=HEARTBEAT, at=now)), EVERYTHING)


def _sealed(session: Session, seals: list[Seal], watch: Watch, places: Places) -> Iterator[Break]:
    key = places.key()
    if seals and key is None:
        yield Break(SUBJECT, None, 0, f"their key is not here ({places.key_file}): nobody can say who made them")
    yield from sealed.wrong(seals, key)
    for seal, there in watch.broken():
        yield from sealed.gone(session, seal, there)
    yield from compared.breaks(seals, places)


def _where(one: Break) -> str:
    if one.case_id is None and one.subject in NOT_EVENTS:
        return f"{WORDS.get(one.subject, one.subject)} {one.seq or ''}".strip()
    return f"{reference(one.case_id) if one.case_id else one.subject}, event {one.seq}"


def _integrity(store: Store) -> str:
    if not store.is_sqlite:
        return "ok"
    with store.reading(EVERYTHING) as session:
        return str(session.connection().exec_driver_sql("PRAGMA integrity_check").scalar())
