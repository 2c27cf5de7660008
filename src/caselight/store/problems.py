"""Problems as pages show them: the cases behind each, and how often its kind came again."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.core.problems import Course, Rate, again
from caselight.core.recurrence import WITHIN, Kind, kind_of
from caselight.store.recurrence import Occurrence, is_of
from caselight.store.scoping import within
from caselight.store.tables import Case, Client, Problem, ProblemCase, Service, User


class ProblemRow(NamedTuple):
    """One problem, with the names behind its ids."""

    id: int
    version: int
    client_id: int
    client: str
    title: str
    record_type: str
    service_id: int | None
    service: str | None
    root_cause: str | None
    owner_id: int | None
    owner: str | None
    action: str
    action_due_at: datetime | None
    effective_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    cases: int

    @property
    def course(self) -> Course:
        """Return what says how far it has come."""
        return Course(self.root_cause, self.action_due_at, self.effective_at, self.closed_at)

    @property
    def kind(self) -> Kind | None:
        """Return which cases are of its kind; one of no service has none of itself, only those linked by hand."""
        return kind_of(
            client_id=self.client_id,
            service_id=self.service_id,
            root_cause=self.root_cause,
            record_type=self.record_type,
        )


NAMES: dict[str, Any] = {"client": Client.name, "service": Service.name, "owner": User.name}


def problems(session: Session, scope: Scope) -> list[ProblemRow]:
    """Return the problems of the clients in scope, open ones first, then the newest."""
    counted = func.count(col(ProblemCase.case_id)).label("cases")
    columns: list[Any] = [
        col(NAMES.get(name) or getattr(Problem, name)).label(name) for name in ProblemRow._fields if name != "cases"
    ]
    statement = (
        select(*columns, counted)
        .select_from(Problem)
        .join(Client, col(Client.id) == col(Problem.client_id))
        .join(Service, col(Service.id) == col(Problem.service_id), isouter=True)
        .join(User, col(User.id) == col(Problem.owner_id), isouter=True)
        .join(ProblemCase, col(ProblemCase.problem_id) == col(Problem.id), isouter=True)
        .group_by(col(Problem.id), col(Client.name), col(Service.name), col(User.name))
        .order_by(col(Problem.closed_at).is_not(None), col(Problem.id).desc())
    )
    return [ProblemRow(*row) for row in session.execute(within(statement, col(Problem.client_id), scope))]


def cases_of(session: Session, scope: Scope, problem_id: int) -> list[Occurrence]:
    """Return the cases linked to a problem, newest first."""
    statement = _occurrences().join(ProblemCase, col(ProblemCase.case_id) == col(Case.id))
    statement = statement.where(col(ProblemCase.problem_id) == problem_id)
    return _found(session, within(statement, col(ProblemCase.client_id), scope))


def unlinked(session: Session, scope: Scope, kind: Kind | None, *, since: datetime) -> list[Occurrence]:
    """Return the cases of a kind opened since an instant that no problem is behind yet, newest first."""
    if kind is None:
        return []
    statement = _occurrences().join(ProblemCase, col(ProblemCase.case_id) == col(Case.id), isouter=True)
    statement = statement.where(*is_of(kind), col(Case.opened_at) >= since, col(ProblemCase.case_id).is_(None))
    return _found(session, within(statement, col(Case.client_id), scope))


def behind(session: Session, scope: Scope, number: int) -> int | None:
    """Return the problem behind a case, if one is known."""
    statement = select(col(ProblemCase.problem_id)).where(col(ProblemCase.case_id) == number)
    return session.scalars(within(statement, col(ProblemCase.client_id), scope)).one_or_none()


def rate(session: Session, scope: Scope, kind: Kind, *, since: datetime, until: datetime) -> Rate:
    """Return how many of the client's cases opened in [since, until) were one more of a kind."""
    in_window = (
        select(func.count())
        .select_from(Case)
        .where(col(Case.client_id) == kind.client_id, col(Case.opened_at) >= since, col(Case.opened_at) < until)
    )
    n = session.scalar(within(in_window, col(Case.client_id), scope)) or 0
    of_kind = select(col(Case.opened_at)).where(*is_of(kind), col(Case.opened_at).between(since - WITHIN, until))
    opened = session.scalars(within(of_kind, col(Case.client_id), scope)).all()
    return Rate(again(opened, since, until), n)


def _occurrences() -> Select[*tuple[Any, ...]]:
    return select(*(col(getattr(Case, name)) for name in ("id", *Occurrence._fields[1:])))


def _found(session: Session, statement: Select[*tuple[Any, ...]]) -> list[Occurrence]:
    in_order = statement.order_by(col(Case.opened_at).desc(), col(Case.id).desc())
    return [Occurrence(*row) for row in session.execute(in_order)]
