"""What a person has not read yet: the notices behind the bell."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import Case, Client, Delivery, Notice

MOST = 100  # more than this is said as 99+


class Unread(NamedTuple):
    """A notice in the app that its receiver has not read."""

    delivery: int
    case: int
    client: str
    title: str
    priority: int
    kind: str
    body: dict[str, Any]
    is_urgent: bool
    made_at: datetime


def unread(session: Session, scope: Scope, user_id: int | None) -> list[Unread]:
    """Return the newest unread notices of a person on cases in scope, newest first, by `deliveries_unread`."""
    statement = (
        select(
            col(Delivery.id),
            col(Notice.case_id),
            col(Client.name),
            col(Case.title),
            col(Case.priority),
            col(Notice.kind),
            col(Notice.body),
            col(Notice.is_urgent),
            col(Notice.made_at),
        )
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .join(Case, col(Case.id) == col(Notice.case_id))
        .join(Client, col(Client.id) == col(Notice.client_id))
        .where(col(Delivery.user_id) == user_id, col(Delivery.read_at).is_(None))
        .order_by(col(Delivery.id).desc())
        .limit(MOST)
    )
    return [Unread(*row) for row in session.execute(within(statement, col(Notice.client_id), scope))]
