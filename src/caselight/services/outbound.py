"""Who outside the app hears of a notice: channels, and the client's contact where the contract says so."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import notice_kinds
from caselight.services import in_force
from caselight.store.tables import Case, Channel, Delivery, Notice

MAIL = "e-mail"
CONTACT = "contact"


class Receiver(NamedTuple):
    """One way a notice takes: the kind of channel, whom it is for, and, for the sender alone, the address."""

    channel: str
    receiver: str
    address: str
    channel_id: int | None = None
    calendar_id: int | None = None
    template: str = ""

    @property
    def is_contact(self) -> bool:
        """Say whether this is a client's contact, who hears nothing of what happens inside the house."""
        return self.channel_id is None


def add(session: Session, notice: Notice, receivers: list[Receiver]) -> None:
    """Write one delivery for each receiver, to be sent at once."""
    for one in receivers:
        session.add(
            Delivery(
                notice_id=notice.id or 0,
                client_id=notice.client_id,
                channel=one.channel,
                receiver=one.receiver,
                channel_id=one.channel_id,
                next_try_at=notice.made_at,
            )
        )


def receivers(session: Session, case: Case, notice: Notice, *, at: datetime) -> list[Receiver]:
    """Return who is to hear of a notice as channels and contract stand at an instant."""
    return [*_channels(session, notice), *_contact(session, case, notice, at)]


def carries(channel: Channel, notice: Notice) -> bool:
    """Say whether a channel that sees the client is for this notice."""
    is_told = not channel.told or not set(channel.told).isdisjoint(notice.told)
    return is_told and notice.kind in channel.kinds and (notice.is_urgent or not channel.is_urgent_only)


def _channels(session: Session, notice: Notice) -> Iterator[Receiver]:
    sees = col(Channel.client_id).is_(None) | (col(Channel.client_id) == notice.client_id)
    active = select(Channel).where(col(Channel.is_active), sees).order_by(col(Channel.id))
    for row in session.scalars(active):
        if carries(row, notice):
            to = f"channel:{row.id}"
            yield Receiver(row.kind, to, row.address, row.id, row.calendar_id, f"house/{notice.kind}")


def _contact(session: Session, case: Case, notice: Notice, at: datetime) -> Iterator[Receiver]:
    contract = in_force.contract(session, case.client_id, at)
    wanted = contract.contact_told if contract and contract.contact else ()
    about = notice_kinds.for_contact(notice.kind, notice.body, wanted)
    if contract and about:
        yield Receiver(MAIL, f"{CONTACT}:{contract.contact}", contract.contact, template=f"contact/{about}")
