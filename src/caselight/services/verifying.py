"""Check that every event is where it was written, and every case and review as its events say."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.core.wording import reference
from caselight.store import reviews
from caselight.store.chain import Break, breaks
from caselight.store.engine import Store
from caselight.store.tables import Event

NAMED = 20


@dataclass(frozen=True, slots=True)
class Verified:
    """How many events were walked, what was broken, and what the database says of itself."""

    events: int
    broken: tuple[Break, ...]
    integrity: str

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is broken."""
        return not self.broken and self.integrity == "ok"

    def as_dict(self) -> dict[str, Any]:
        """Return everything, for JSON."""
        return {
            "ok": self.is_whole,
            "events": self.events,
            "integrity": self.integrity,
            "broken": [asdict(one) | {"case": one.case_id and reference(one.case_id)} for one in self.broken],
        }

    def told(self) -> str:
        """Return it as a person reads it."""
        if self.is_whole:
            return f"{self.events:,} events verified; every chain holds."
        named = [
            f"{reference(one.case_id) if one.case_id else one.subject}, event {one.seq}: {one.reason}."
            for one in self.broken[:NAMED]
        ]
        more = len(self.broken) - NAMED
        return "\n".join(
            [
                f"{len(self.broken)} breaks in {self.events:,} events. Database integrity: {self.integrity}.",
                *named,
                *([f"And {more} more."] if more > 0 else []),
            ]
        )


def verify(store: Store) -> Verified:
    """Walk every chain, compare each review with its event, and ask the database for its own integrity."""
    with store.reading(EVERYTHING) as session:
        events = session.scalar(select(func.count(col(Event.id)))) or 0
        return Verified(events, (*breaks(session), *reviews.breaks(session)), _integrity(store))


def _integrity(store: Store) -> str:
    if not store.is_sqlite:
        return "ok"
    with store.reading(EVERYTHING) as session:
        return str(session.connection().exec_driver_sql("PRAGMA integrity_check").scalar())
