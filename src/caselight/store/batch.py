"""The cases that a filter lets through, as they stand: for doing one thing to all of them."""

from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.caselist import Wanted, narrowed
from caselight.store.tables import Case


class Chosen(NamedTuple):
    """One case, and the version of it that was seen."""

    number: int
    version: int
    title: str


def chosen(session: Session, scope: Scope, wanted: Wanted, *, most: int) -> list[Chosen]:
    """Return the cases of a list, newest first, and no more than that many."""
    columns = select(col(Case.id), col(Case.version), col(Case.title)).select_from(Case)
    in_order = columns.order_by(col(Case.opened_at).desc(), col(Case.id).desc()).limit(most)
    return [Chosen(*row) for row in session.execute(narrowed(in_order, scope, wanted))]
