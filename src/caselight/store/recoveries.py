"""Recoveries with their sheets, what other customers say beside them, and the words that customers left."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, select, true
from sqlmodel import Session, col

from caselight.core.lifecycle import LEFT_OUT
from caselight.core.people import Scope
from caselight.core.recovery import KINDS, RECOVERIES, Mark, Noted, Recovery
from caselight.store.among import ALL, Among
from caselight.store.caselist import missed_at
from caselight.store.scoping import unsearched, within
from caselight.store.sheets import IS_DUE
from caselight.store.tables import Case, CaseClock, CaseSheet, Client, Event, EventText

# From the case to its sheets and never the other way: SQLite would walk all sheets there are.
OF_CASE = col(CaseSheet.case_id) == unsearched(col(Case.id))


class Comment(NamedTuple):
    """What a customer said in a feedback, or suggested; of the case, when, in which field, and the mark beside it."""

    case: int
    client: str
    at: datetime
    score: int | None
    field: str
    text: str


class Due(NamedTuple):
    """A follow-up of a recovery that is past due."""

    case: int
    client: str
    title: str
    priority: int
    kind: str
    due_at: datetime


def recoveries(
    session: Session, scope: Scope, among: Among = ALL, *, since: datetime | None = None, also_left_out: bool = False
) -> tuple[Recovery, ...]:
    """Return the recoveries opened since an instant, or all, with their sheets, in two statements.

    Cancelled and merged ones only where asked for: for figures of an instant at which they may have been neither.
    400 of them take some 50 ms.
    """
    noted: dict[int, list[Noted]] = {}
    for case, sheet in sheets(session, scope, since=since):
        noted.setdefault(case, []).append(sheet)
    return tuple(
        Recovery(number, opened_at, responded_at, resolved_at, details.get("failed"), tuple(noted.get(number, ())))
        for number, opened_at, responded_at, resolved_at, details in cases(
            session, scope, among, since=since, also_left_out=also_left_out
        )
    )


def cases(
    session: Session, scope: Scope, among: Among = ALL, *, since: datetime | None = None, also_left_out: bool = False
) -> list[Any]:
    """Return the cases of recoveries opened since an instant, by `cases_opened`, or all."""
    statement = (
        select(
            *(col(getattr(Case, name)) for name in ("id", "opened_at", "first_response_at", "resolved_at", "details"))
        )
        .where(col(Case.record_type).in_(RECOVERIES), _counts(also_left_out=also_left_out))
        .order_by(unsearched(col(Case.id)))
    )
    return list(session.execute(_narrowed(statement, scope, among, since)))


def sheets(session: Session, scope: Scope, *, since: datetime | None = None) -> list[tuple[int, Noted]]:
    """Return the sheets of recoveries with when each was entered, in the order they were added."""
    statement = (
        select(
            col(CaseSheet.case_id),
            *(col(getattr(CaseSheet, name)) for name in ("number", "kind", "at")),
            col(Event.at),
            *(
                col(getattr(CaseSheet, name))
                for name in ("due_at", "done_at", "amount", "currency", "score", "details")
            ),
        )
        .select_from(Case)
        .join(CaseSheet, OF_CASE)
        .join(Event, and_(col(Event.case_id) == col(CaseSheet.case_id), col(Event.seq) == col(CaseSheet.number)))
        .where(col(Case.record_type).in_(RECOVERIES), col(CaseSheet.kind).in_(KINDS))
        .where(col(CaseSheet.withdrawn_at).is_(None))
        .order_by(unsearched(col(CaseSheet.case_id)), unsearched(col(CaseSheet.number)))
    )
    return [(case, Noted(*rest)) for case, *rest in session.execute(_narrowed(statement, scope, ALL, since))]


def marks(
    session: Session,
    scope: Scope,
    among: Among = ALL,
    *,
    as_of: datetime,
    since: datetime | None = None,
    also_left_out: bool = False,
) -> tuple[Mark, ...]:
    """Return the last marks of customers on other cases whose promises were all kept by then: the comparison."""
    missed = exists().where(col(CaseClock.case_id) == col(Case.id), missed_at <= as_of)
    statement = (
        select(col(Case.id), col(Case.opened_at), col(CaseSheet.score), col(CaseSheet.details), col(CaseSheet.at))
        .select_from(Case)
        .join(CaseSheet, OF_CASE)
        .join(Event, and_(col(Event.case_id) == col(CaseSheet.case_id), col(Event.seq) == col(CaseSheet.number)))
        .where(col(Case.record_type).not_in(RECOVERIES), _counts(also_left_out=also_left_out), ~missed)
        .where(col(CaseSheet.kind) == "feedback", col(CaseSheet.score).is_not(None))
        .where(col(CaseSheet.withdrawn_at).is_(None), col(Event.at) <= as_of)
    )
    found = session.execute(_narrowed(statement, scope, among, since))
    ordered = sorted(found, key=lambda row: (row[0], row[4]))
    last = {case: Mark(case, at, score, details.get("would_return")) for case, at, score, details, _ in ordered}
    return tuple(last.values())


def comments(session: Session, scope: Scope, among: Among = ALL, *, since: datetime) -> tuple[Comment, ...]:
    """Return what customers of recoveries opened since said and suggested, newest first: for colleagues alone."""
    said_by = and_(col(Event.case_id) == col(CaseSheet.case_id), col(Event.seq) == col(CaseSheet.words_seq))
    statement = (
        select(
            *(col(CaseSheet.case_id), col(CaseSheet.number), col(Client.name), col(CaseSheet.at), col(CaseSheet.score)),
            *(col(EventText.field), col(EventText.text)),
        )
        .select_from(Case)
        .join(CaseSheet, OF_CASE)
        .join(Event, said_by)
        .join(EventText, col(EventText.event_id) == col(Event.id))
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .where(col(Case.record_type).in_(RECOVERIES), col(Case.status).not_in(LEFT_OUT))
        .where(col(CaseSheet.kind) == "feedback", col(CaseSheet.withdrawn_at).is_(None))
    )
    found = []
    for case, number, client, at, score, key, text in session.execute(_narrowed(statement, scope, among, since)):
        prefix, _, name = key.rpartition(".")
        if prefix == f"sheet.{number}" and text.strip():
            found.append(Comment(case, client, at, score, name, text))
    return tuple(sorted(found, key=lambda one: (one.at, one.case, one.field), reverse=True))


def overdue(session: Session, scope: Scope, among: Among = ALL, *, until: datetime) -> tuple[Due, ...]:
    """Return the follow-ups of recoveries that are past due at an instant, the longest first, by `sheets_due`."""
    statement = (
        select(
            *(col(CaseSheet.case_id), col(Client.name), col(Case.title), col(Case.priority)),
            *(col(CaseSheet.kind), col(CaseSheet.due_at)),
        )
        .select_from(CaseSheet)
        .join(Case, col(Case.id) == col(CaseSheet.case_id))
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .where(IS_DUE, col(CaseSheet.due_at) < until, col(CaseSheet.kind).in_(("action", "resolution")))
        .where(col(Case.record_type).in_(RECOVERIES), col(Case.status).not_in(LEFT_OUT))
        .order_by(col(CaseSheet.due_at))
    )
    return tuple(Due(*row) for row in session.execute(_narrowed(statement, scope, among, None)))


def _counts(*, also_left_out: bool) -> ColumnElement[bool]:
    return true() if also_left_out else col(Case.status).not_in(LEFT_OUT)


def _narrowed(
    statement: Select[*tuple[Any, ...]], scope: Scope, among: Among, since: datetime | None
) -> Select[*tuple[Any, ...]]:
    if since is not None:
        statement = statement.where(col(Case.opened_at) >= since)
    return within(among.narrow(statement), unsearched(col(Case.client_id)), scope)
