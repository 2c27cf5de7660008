"""The sheets of a case, and those whose follow-up is due."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlmodel import Session, col

from caselight.core.lifecycle import LEFT_OUT
from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import Case, CaseSheet, Client, User

# In words, not parameters: only so does SQLite use the partial index `sheets_due`.
IS_DUE = text("sheets.due_at IS NOT NULL AND sheets.done_at IS NULL AND sheets.withdrawn_at IS NULL")


class SheetRow(NamedTuple):
    """One sheet as it stands, without its personal fields: these are texts of the event `words_seq`."""

    number: int
    kind: str
    seq: int
    words_seq: int
    at: datetime
    by: str | None
    due_at: datetime | None
    done_at: datetime | None
    details: dict[str, Any]


class Due(NamedTuple):
    """One follow-up that is due, and whose it is."""

    case_id: int
    number: int
    kind: str
    due_at: datetime
    client: str
    title: str
    priority: int
    owner: str | None


def of_case(session: Session, scope: Scope, number: int) -> list[SheetRow]:
    """Return the sheets of a case in the order they were added."""
    statement = (
        select(
            col(CaseSheet.number),
            col(CaseSheet.kind),
            col(CaseSheet.seq),
            col(CaseSheet.words_seq),
            col(CaseSheet.at),
            col(User.name),
            col(CaseSheet.due_at),
            col(CaseSheet.done_at),
            col(CaseSheet.details),
        )
        .join(User, col(User.id) == col(CaseSheet.by_id), isouter=True)
        .where(col(CaseSheet.case_id) == number, col(CaseSheet.withdrawn_at).is_(None))
        .order_by(col(CaseSheet.number))
    )
    return [SheetRow(*row) for row in session.execute(within(statement, col(CaseSheet.client_id), scope))]


def follow_ups(session: Session, scope: Scope, *, until: datetime, kinds: tuple[str, ...] = ()) -> list[Due]:
    """Return what is due on sheets before an instant and not done, the longest overdue first.

    `kinds` narrows it: an interaction's is the word promised to the customer, a measure's the corrective action.
    """
    statement = (
        select(
            col(CaseSheet.case_id),
            col(CaseSheet.number),
            col(CaseSheet.kind),
            col(CaseSheet.due_at),
            col(Client.name),
            col(Case.title),
            col(Case.priority),
            col(User.name),
        )
        .join(Case, col(Case.id) == col(CaseSheet.case_id))
        .join(Client, col(Client.id) == col(CaseSheet.client_id))
        .join(User, col(User.id) == col(Case.owner_id), isouter=True)
        .where(IS_DUE, col(CaseSheet.due_at) < until, col(Case.status).not_in(LEFT_OUT))
        .order_by(col(CaseSheet.due_at))
    )
    if kinds:
        statement = statement.where(col(CaseSheet.kind).in_(kinds))
    return [Due(*row) for row in session.execute(within(statement, col(CaseSheet.client_id), scope))]
