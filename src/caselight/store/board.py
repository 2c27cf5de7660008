"""What is open now: the rows behind wall, Queue and every count of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, TextClause, select
from sqlmodel import Session, col

from caselight.core.escalation import OpenEscalation
from caselight.core.lateness import OpenCase, RunningPromise
from caselight.core.people import Scope
from caselight.store.escalations import open_escalations
from caselight.store.scoping import IS_OPEN, built_once, unsearched, within
from caselight.store.tables import Case, CaseClock, Client, Team, User

COLUMNS: tuple[Any, ...] = (
    col(Case.id).label("number"),
    col(Case.version),
    col(Case.client_id),
    col(Client.name).label("client"),
    col(Case.record_type),
    col(Case.title),
    col(Case.status),
    col(Case.waiting_reason),
    col(Case.priority),
    col(Team.tier),
    col(Case.team_id),
    col(Team.name).label("team"),
    col(Case.owner_id),
    col(User.name).label("owner"),
    col(Case.is_accepted),
    col(Case.customers_affected),
    col(Case.opened_at),
    col(Case.touched_at),
    col(Case.next_step),
)


def open_cases(session: Session, scope: Scope) -> list[OpenCase]:
    """Return every open case in scope with its unstopped promises, oldest first, by the partial index `cases_open`."""
    promises, escalations = running_promises(session, scope), defaultdict[int, list[OpenEscalation]](list)
    for one in open_escalations(session, scope):
        escalations[one.case].append(one)
        for step, due_at in one.due():
            promises[one.case].append(RunningPromise(f"{step} the escalation", due_at, due_at - one.armed_at))
    return [
        OpenCase(
            **row,
            promises=tuple(promises.get(row["number"], ())),
            escalations=tuple(escalations.get(row["number"], ())),
        )
        for row in session.execute(_open(scope)).mappings()
    ]


def of_cases(session: Session, scope: Scope, which: ColumnElement[bool] | TextClause) -> Sequence[RowMapping]:
    """Return the columns of an open case for the cases for which this holds, oldest first."""
    return session.execute(_of_cases(scope, which)).mappings().all()


def running_promises(session: Session, scope: Scope) -> defaultdict[int, list[RunningPromise]]:
    """Return the unstopped promises in scope by case number, by the partial index `clocks_running`."""
    found: defaultdict[int, list[RunningPromise]] = defaultdict(list)
    for case_id, promise, due_at, target_s in session.execute(_running(scope)):
        found[case_id].append(RunningPromise(promise, due_at, timedelta(seconds=target_s)))
    return found


@built_once
def _open(scope: Scope) -> Select[*tuple[Any, ...]]:
    return _of_cases(scope, IS_OPEN)


def _of_cases(scope: Scope, which: ColumnElement[bool] | TextClause) -> Select[*tuple[Any, ...]]:
    statement = (
        select(*COLUMNS)
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .join(User, col(User.id) == col(Case.owner_id), isouter=True)
        .where(which)
        .order_by(unsearched(col(Case.id)))
    )
    return within(statement, unsearched(col(Case.client_id)), scope)


@built_once
def _running(scope: Scope) -> Select[*tuple[Any, ...]]:
    statement = select(
        col(CaseClock.case_id), col(CaseClock.promise), col(CaseClock.due_at), col(CaseClock.target_s)
    ).where(col(CaseClock.stopped_at).is_(None))
    return within(statement, unsearched(col(CaseClock.client_id)), scope)
