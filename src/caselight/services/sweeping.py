"""The sweep: everything that fell due by now is recorded, case by case, by any number of workers at once."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from caselight.core.instant import write
from caselight.core.people import EVERYTHING
from caselight.core.wording import reference
from caselight.services.sending import Sent
from caselight.services.settling import Settled, settle
from caselight.store import due
from caselight.store.engine import Store
from caselight.store.tables import Heartbeat, PutOff

AT_ONCE = 200  # cases asked for in one look
PUT_OFF, LONGEST = timedelta(minutes=5), timedelta(hours=6)
HEARTBEAT = "worker"
LOG = logging.getLogger("caselight")


@dataclass(slots=True)
class Swept:
    """What one sweep did; `raised` counts escalations and thresholds newly recorded."""

    as_of: datetime
    raised: int = 0
    notices: int = 0
    late: int = 0
    failed: int = 0
    reviews: int = 0
    sent: Sent = field(default_factory=Sent)

    def add(self, settled: Settled) -> None:
        """Count what was recorded on one case."""
        self.raised += settled.raised
        self.notices += settled.notices
        self.late += settled.late

    def as_dict(self) -> dict[str, Any]:
        """Return everything, for JSON."""
        counts = {name: getattr(self, name) for name in ("raised", "notices", "late", "failed")}
        return {"as_of": write(self.as_of), **counts}

    def told(self) -> str:
        """Return it as a person reads it."""
        return (
            f"As of {write(self.as_of)}: {self.raised} escalations and thresholds recorded ({self.late} late), "
            f"{self.notices} notices, {self.failed} put off, {self.reviews} reviews made; "
            f"sent {self.sent.sent}, not taken {self.sent.failed}."
        )


def sweep(store: Store, *, now: datetime) -> Swept:
    """Record everything that fell due before now; a case that fails is put off and reported, the rest goes on.

    Each case is one transaction under its own lock; what another worker holds is left to it.
    """
    swept, done, held = Swept(now), set[int](), set[int]()
    while numbers := _due(store, now, held):
        held |= done.intersection(numbers)  # nobody is looked at twice in one sweep
        for number in numbers:
            if number not in held:
                _sweep_case(store, number, now, swept)
        done.update(numbers)
    return swept


def beat(store: Store, *, now: datetime) -> None:
    """Leave a sign of life, which the wall shows."""
    store.transact(lambda session: session.merge(Heartbeat(name=HEARTBEAT, at=now)), EVERYTHING)


def _due(store: Store, now: datetime, held: set[int]) -> list[int]:
    with store.reading(EVERYTHING) as session:
        return due.cases_due(session, now, limit=AT_ONCE, without=held)


def _sweep_case(store: Store, number: int, now: datetime, swept: Swept) -> None:
    try:
        settled = store.transact(lambda session: settle(session, number, now=now), EVERYTHING)
    except Exception as error:
        LOG.exception("The sweep could not settle %s; it is put off.", reference(number))
        swept.failed += 1
        reason = f"{type(error).__name__}: {error}"[:300]
        store.transact(lambda session: _put_off(session, number, now, reason), EVERYTHING)
    else:
        if settled is not None:
            swept.add(settled)


def _put_off(session: Session, number: int, now: datetime, reason: str) -> None:
    """Leave a case alone for a while, longer each time."""
    row = session.get(PutOff, number, with_for_update=True) or PutOff(case_id=number, until=now, times=0, reason="")
    row.times += 1
    row.until, row.reason = now + min(PUT_OFF * 2 ** (row.times - 1), LONGEST), reason
    session.add(row)
