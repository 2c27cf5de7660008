"""Channels, contracts and deliveries for the tests of what leaves the house."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from caselight.core.notice_kinds import KINDS
from caselight.core.people import EVERYTHING
from caselight.services.notices import IN_APP
from caselight.services.sending import Sent
from caselight.settings import Settings
from caselight.store.tables import Channel, Contract, Delivery
from caselight.worker import sender
from floor import Floor
from receivers import Inbox


def a_channel(floor: Floor, inbox: Inbox | None = None, **given: Any) -> int:
    """Add a webhook that carries everything of every client, and return its id."""
    address = f"http://127.0.0.1:{inbox.port}/hooks/s3cret" if inbox else "https://status.example.com/hooks/s3cret"
    usual = {"name": "Status", "kind": "webhook", "address": address, "shown": "http://127.0.0.1/…"}
    usual |= {"told": [], "kinds": list(KINDS)}

    def unit(session: Session) -> int:
        row = Channel(**(usual | given))
        session.add(row)
        session.flush()
        return row.id or 0

    return floor.store.transact(unit, EVERYTHING)


def tell_contact(floor: Floor, *kinds: str, client: int | None = None) -> None:
    """Have the contract say that the client's contact is told."""
    values = {"contact": "ops@norvane.example", "contact_told": list(kinds)}
    mine = col(Contract.client_id) == (client or floor.client)
    floor.store.transact(lambda session: session.execute(update(Contract).where(mine).values(**values)), EVERYTHING)


def outgoing(floor: Floor) -> list[Delivery]:
    """Return the deliveries that leave the house, in order."""
    with floor.store.reading(EVERYTHING) as session:
        rows = select(Delivery).where(col(Delivery.channel) != IN_APP).order_by(col(Delivery.id))
        return list(session.scalars(rows))


def send(floor: Floor, now: datetime, settings: Settings) -> Sent:
    """Send what waits at an instant."""
    return sender.once(floor.store, now=now, settings=settings)
