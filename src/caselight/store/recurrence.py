"""What came before of the same kind: the cases that a case repeats."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from caselight.core import recurrence
from caselight.core.people import Scope
from caselight.core.recurrence import WITHIN, WITHOUT_KIND, Kind, Seen, kind_of
from caselight.store.scoping import within
from caselight.store.tables import Case


class Occurrence(NamedTuple):
    """An earlier case of the same kind."""

    number: int
    title: str
    status: str
    opened_at: datetime
    resolved_at: datetime | None


def seen(case: Case) -> Seen:
    """Return a case as recurrence knows it, with what was changed on it a moment ago."""
    kind = kind_of(
        client_id=case.client_id,
        service_id=case.service_id,
        root_cause=case.root_cause,
        record_type=case.record_type,
    )
    return Seen(case.id or 0, case.opened_at, kind)


def of_case(session: Session, scope: Scope, number: int) -> list[Occurrence]:
    """Return what the case of this number repeats, newest first; nothing where it is missing or another scope's."""
    statement = within(select(Case).where(col(Case.id) == number), col(Case.client_id), scope)
    case = session.scalars(statement).one_or_none()
    return before(session, scope, seen(case)) if case else []


def before(session: Session, scope: Scope, case: Seen) -> list[Occurrence]:
    """Return the earlier cases of the kind of a case, newest first, by the index `cases_kind`; none of no kind."""
    if case.kind is None:
        return []
    statement = _of_kind(case, case.kind)
    rows = {row.id: row for row in session.execute(within(statement, col(Case.client_id), scope))}
    found = recurrence.earlier(case, (Seen(row.id, row.opened_at, case.kind) for row in rows.values()))
    return [Occurrence(*rows[one.number]) for one in found]


def is_of(kind: Kind) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a case is of a kind, for the index `cases_kind`."""
    cause = col(Case.root_cause) == kind.root_cause if kind.root_cause else col(Case.root_cause).is_(None)
    own = col(Case.record_type)
    right_type = own == kind.record_type if kind.record_type else own.not_in(WITHOUT_KIND)
    return (cause, col(Case.client_id) == kind.client_id, col(Case.service_id) == kind.service_id, right_type)


def _of_kind(case: Seen, kind: Kind) -> Select[*tuple[Any, ...]]:
    columns = (col(Case.id), col(Case.title), col(Case.status), col(Case.opened_at), col(Case.resolved_at))
    return select(*columns).where(
        *is_of(kind),
        col(Case.opened_at).between(case.opened_at - WITHIN, case.opened_at),
        col(Case.id) != case.number,
    )
