"""What the Notices tab shows: channels without their secrets, and how the outbox stands."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.due import now_of
from caselight.store.scoping import within
from caselight.store.tables import Calendar, Channel, Client, Delivery, Notice

LATELY = timedelta(hours=24)
IS_OUTGOING = col(Delivery.user_id).is_(None)


class ChannelRow(NamedTuple):
    """A channel as it may be shown."""

    id: int
    name: str
    kind: str
    shown: str
    client_id: int | None
    client: str | None
    told: list[str]
    kinds: list[str]
    is_urgent_only: bool
    calendar_id: int | None
    calendar: str | None
    is_active: bool


class Standing(NamedTuple):
    """How many deliveries wait, how many of these failed before, and what came of the others lately."""

    waiting: int
    failing: int
    since: datetime | None  # of the first failed try among those waiting
    sent: int
    withdrawn: int
    dead: int


class Dead(NamedTuple):
    """A delivery that was given up."""

    id: int
    case: int | None  # none: it is of a review
    client: str
    notice: str
    receiver: str
    channel: str | None
    tries: int
    dead_at: datetime
    error: str


def channels(session: Session, scope: Scope) -> list[ChannelRow]:
    """Return the channels in scope by name; one for any client is in nobody's scope but that of everything."""
    statement = (
        select(
            col(Channel.id),
            col(Channel.name),
            col(Channel.kind),
            col(Channel.shown),
            col(Channel.client_id),
            col(Client.name),
            col(Channel.told),
            col(Channel.kinds),
            col(Channel.is_urgent_only),
            col(Channel.calendar_id),
            col(Calendar.name),
            col(Channel.is_active),
        )
        .join(Client, col(Client.id) == col(Channel.client_id), isouter=True)
        .join(Calendar, col(Calendar.id) == col(Channel.calendar_id), isouter=True)
        .order_by(col(Channel.name))
    )
    return [ChannelRow(*row) for row in session.execute(within(statement, col(Channel.client_id), scope))]


def standing(session: Session, scope: Scope, now: datetime | None = None) -> Standing:
    """Return how the outbox stands, by the database's clock unless told when, and by the partial indexes."""
    now = now or now_of(session)
    waits = _counted(session, scope, col(Delivery.next_try_at).is_not(None))
    failing = _counted(session, scope, col(Delivery.next_try_at).is_not(None), col(Delivery.error) != "")
    since = select(func.min(col(Delivery.first_try_at))).where(
        col(Delivery.next_try_at).is_not(None), col(Delivery.error) != ""
    )
    return Standing(
        waits,
        failing,
        session.scalar(within(since, col(Delivery.client_id), scope)),
        _counted(session, scope, IS_OUTGOING, col(Delivery.sent_at) > now - LATELY),
        _counted(session, scope, IS_OUTGOING, col(Delivery.withdrawn_at) > now - LATELY),
        _counted(session, scope, col(Delivery.dead_at).is_not(None)),
    )


def dead(session: Session, scope: Scope, *, limit: int) -> list[Dead]:
    """Return the deliveries given up, newest first."""
    statement = (
        select(
            col(Delivery.id),
            col(Notice.case_id),
            col(Client.name),
            col(Notice.kind),
            col(Delivery.receiver),
            col(Channel.name),
            col(Delivery.tries),
            col(Delivery.dead_at),
            col(Delivery.error),
        )
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .join(Client, col(Client.id) == col(Delivery.client_id))
        .join(Channel, col(Channel.id) == col(Delivery.channel_id), isouter=True)
        .where(col(Delivery.dead_at).is_not(None))
        .order_by(col(Delivery.dead_at).desc(), col(Delivery.id).desc())
        .limit(limit)
    )
    return [Dead(*row) for row in session.execute(within(statement, col(Delivery.client_id), scope))]


def _counted(session: Session, scope: Scope, *where: Any) -> int:  # noqa: ANN401 – conditions
    statement = select(func.count()).select_from(Delivery).where(*where)
    return session.scalar(within(statement, col(Delivery.client_id), scope)) or 0
