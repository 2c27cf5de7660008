"""Cases that belong together because somebody said so: followed, merged, or behind one problem."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, literal, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import Case, ProblemCase

MOST = 5  # of each way


class LinkedCase(NamedTuple):
    """A case, and what it is to the one that was asked about."""

    way: str
    number: int
    title: str
    status: str
    opened_at: datetime


def of_case(session: Session, scope: Scope, number: int) -> list[LinkedCase]:
    """Return the cases linked to one, the newest five of each way: those it points to, and those that point to it."""
    this = aliased(Case)
    same, other = aliased(ProblemCase), aliased(ProblemCase)
    points = select(col(this.follows)).where(col(this.id) == number).scalar_subquery()
    went = select(col(this.merged_into)).where(col(this.id) == number).scalar_subquery()
    beside = (
        select(col(other.case_id))
        .join(same, col(same.problem_id) == col(other.problem_id))
        .where(col(same.case_id) == number, col(other.case_id) != number)
    )
    ways: tuple[tuple[str, ColumnElement[bool]], ...] = (
        ("follows", col(Case.id) == points),
        ("was merged into", col(Case.id) == went),
        ("is followed by", col(Case.follows) == number),
        ("took in", col(Case.merged_into) == number),
        ("has the same problem as", col(Case.id).in_(beside)),
    )
    parts = [_found(scope, way, condition) for way, condition in ways]
    return [LinkedCase(*row) for row in session.execute(union_all(*parts))]


def _found(scope: Scope, way: str, condition: ColumnElement[bool]) -> Any:  # noqa: ANN401 – part of a union
    columns: list[Any] = [col(Case.id), col(Case.title), col(Case.status), col(Case.opened_at)]
    statement = within(select(literal(way), *columns).where(condition), col(Case.client_id), scope)
    newest = statement.order_by(col(Case.id).desc()).limit(MOST).subquery()
    return select(newest)
