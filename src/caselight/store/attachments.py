"""What is attached to a case: the list without its bytes, and the bytes of one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import Attachment, User


class AttachmentRow(NamedTuple):
    """One file as a list shows it."""

    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    by_id: int | None
    by: str | None
    at: datetime


class Contents(NamedTuple):
    """One file as it is sent."""

    name: str
    media_type: str
    content: bytes


def of_case(session: Session, scope: Scope, case: int) -> list[AttachmentRow]:
    """Return what is attached to a case, oldest first; what was removed is not there."""
    statement = (
        select(
            col(Attachment.number),
            col(Attachment.name),
            col(Attachment.media_type),
            col(Attachment.size),
            col(Attachment.sha256),
            col(Attachment.by_id),
            col(User.name),
            col(Attachment.at),
        )
        .join(User, col(User.id) == col(Attachment.by_id), isouter=True)
        .order_by(col(Attachment.number))
    )
    return [AttachmentRow(*row) for row in session.execute(_kept(statement, scope, case))]


def of_cases(session: Session, scope: Scope, some: Sequence[int]) -> list[dict[str, Any]]:
    """Return what is attached to these cases, as a file says it; what was removed is not there."""
    own = ("case_id", "number", "name", "media_type", "size", "sha256", "at")
    statement = (
        select(*(col(getattr(Attachment, name)) for name in own), col(User.name).label("by"))
        .join(User, col(User.id) == col(Attachment.by_id), isouter=True)
        .where(col(Attachment.case_id).in_(some), col(Attachment.removed_at).is_(None))
        .order_by(col(Attachment.case_id), col(Attachment.number))
    )
    found = session.execute(within(statement, col(Attachment.client_id), scope))
    return [dict(row) for row in found.mappings()]


def contents(session: Session, scope: Scope, case: int, number: int) -> Contents | None:
    """Return one file; None where it is missing, removed or another scope's."""
    statement = select(col(Attachment.name), col(Attachment.media_type), col(Attachment.content))
    one = _kept(statement, scope, case).where(col(Attachment.number) == number)
    found = session.execute(one.where(col(Attachment.content).is_not(None))).one_or_none()
    return Contents(*found) if found else None


def _kept(statement: Select[*tuple[Any, ...]], scope: Scope, case: int) -> Select[*tuple[Any, ...]]:
    narrowed = within(statement, col(Attachment.client_id), scope)
    return narrowed.where(col(Attachment.case_id) == case, col(Attachment.removed_at).is_(None))
