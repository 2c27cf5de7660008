"""What tests do to cases and look up about them, in one line each."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Principal
from caselight.services import verbs
from caselight.services.desk import Done, Verb, perform
from caselight.store import sheets
from caselight.store.engine import Store
from caselight.store.tables import Case, CaseClock, Event
from floor import Floor, at

RESOLVED = {
    "recovery_actions": "Rerouted calls.",
    "down_from": "2026-11-16T09:00:00Z",
    "down_until": "2026-11-16T09:30:00Z",
}
SPOKEN = {"direction": "to the customer", "channel": "voice", "said": "A refund is on its way."}
REFUND = {"action": "refund", "amount": "1249", "currency": "NOK", "department": "Finance"}
WORDS = "A voucher is not what I asked for."


def do(floor: Floor, verb: Verb, when: str, *, actor: Principal | None = None, request: str = "", **given: Any) -> Done:
    return perform(
        floor.store,
        verb,
        actor=actor or floor.lead,
        now=at(when),
        request=request or uuid.uuid4().hex,
        **given,
    )


def a_case(floor: Floor, when: str = "Mon 10:00", **given: Any) -> int:
    given = {"client_id": floor.client, "record_type": "technical", "title": "Voice lines down", "priority": 3} | given
    return do(floor, verbs.log, when, **given).case_id


def read(floor: Floor, number: int) -> Case:
    with floor.store.reading(EVERYTHING) as session:
        return session.get_one(Case, number)


def clock(floor: Floor, number: int, promise: str = "resolution") -> CaseClock:
    with floor.store.reading(EVERYTHING) as session:
        rows = select(CaseClock).where(col(CaseClock.case_id) == number, col(CaseClock.promise) == promise)
        return session.scalars(rows).one()


def kinds(floor: Floor, number: int) -> list[str]:
    with floor.store.reading(EVERYTHING) as session:
        rows = select(col(Event.kind)).where(col(Event.case_id) == number).order_by(col(Event.seq))
        return list(session.scalars(rows))


def add(floor: Floor, number: int, kind: str, when: str = "Mon 10:20", **fields: Any) -> int:
    """Add a sheet to a case, and return what it is called by."""
    return do(floor, verbs.add_sheet, when, case=number, kind=kind, fields=fields).version


def sheets_of(floor: Floor, number: int) -> list[sheets.SheetRow]:
    with floor.store.reading(EVERYTHING) as session:
        return sheets.of_case(session, floor.lead.scope, number)


def newest(store: Store, number: int) -> Event:
    with store.reading(EVERYTHING) as session:
        return session.scalars(
            select(Event).where(col(Event.case_id) == number).order_by(col(Event.seq).desc()).limit(1)
        ).one()
