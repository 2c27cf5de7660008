"""A delivery looked at once more before it leaves: is it still so, for whom, may it go now, and what it says."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.escalation import Way
from caselight.core.notice_kinds import withdrawn
from caselight.services import in_force, notice_text, outbound
from caselight.services.channels.kind import Message
from caselight.services.reviews import letters
from caselight.settings import Settings
from caselight.store.tables import Case, Delivery, Escalation, Notice

A_MOMENT = timedelta(microseconds=1)
NOBODY = "No channel or contract names this receiver any more."


@dataclass(frozen=True, slots=True)
class Ready:
    """It may leave."""

    channel: str
    address: str
    message: Message


@dataclass(frozen=True, slots=True)
class Waits:
    """It may leave when the hours of its channel open."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It need not leave any more."""

    reason: str


def ready(session: Session, delivery_id: int, *, now: datetime, settings: Settings) -> Ready | Waits | Withdrawn:
    """Return the message of a delivery as things stand now, or why it does not leave."""
    delivery = session.get_one(Delivery, delivery_id)
    notice = session.get_one(Notice, delivery.notice_id)
    if notice.case_id is None:
        return _of_a_review(session, delivery, notice, settings)
    case = session.get_one(Case, notice.case_id)
    if reason := withdrawn(
        notice.kind, notice.body, status=case.status, is_acknowledged=_is_acknowledged(session, case, notice)
    ):
        return Withdrawn(reason)
    found = outbound.receivers(session, case, notice, at=now)
    receiver = next((one for one in found if one[:2] == (delivery.channel, delivery.receiver)), None)
    if receiver is None:
        return Withdrawn(NOBODY)
    is_urgent = notice.is_urgent or case.priority == 1
    opens_at = now if is_urgent else opening(session, receiver.calendar_id, now)
    if opens_at > now:
        return Waits(opens_at)
    said = notice_text.compose(session, case, notice, settings, receiver)
    return Ready(delivery.channel, receiver.address, Message(key_of(notice, delivery), notice.made_at, *said))


def _of_a_review(session: Session, delivery: Delivery, notice: Notice, settings: Settings) -> Ready | Withdrawn:
    """Return the letter that carries a review, as long as its schedule names the address."""
    address = letters.address(session, delivery, notice)
    if address is None:
        return Withdrawn(NOBODY)
    said = letters.written(session, notice, settings)
    return Ready(delivery.channel, address, Message(key_of(notice, delivery), notice.made_at, *said))


def opening(session: Session, calendar_id: int | None, now: datetime) -> datetime:
    """Return now while a calendar's hours are open, else when they open next; no calendar is always open."""
    if calendar_id is None:
        return now
    hours = in_force.hours(session, in_force.calendar(session, calendar_id, now))
    return hours.due(now, A_MOMENT) - A_MOMENT


def key_of(notice: Notice, delivery: Delivery) -> str:
    """Return what is the same at every try, and for no other delivery of this or another installation."""
    whole = f"{notice.key}\n{notice.made_at.isoformat()}\n{delivery.channel}\n{delivery.receiver}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _is_acknowledged(session: Session, case: Case, notice: Notice) -> bool:
    """Say whether what the notice asks for was done: a manager's by the manager, else whoever took the case."""
    number = notice.body.get("escalation")
    row = session.scalars(select(Escalation).where(col(Escalation.id) == number)).one_or_none() if number else None
    if row is not None and row.way == Way.HIERARCHICAL:
        return row.acknowledged_at is not None or row.ended_at is not None
    return case.is_accepted
