"""A change of the matrix, tried: what would be wrong or mended, and for which open cases others would be called."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from caselight.core.matrix import Row
from caselight.core.matrix_trial import Matrix, Trial, compared
from caselight.core.people import Principal
from caselight.core.records.register import TYPES
from caselight.services import matrix
from caselight.services.rulebook import MATRIX
from caselight.store import matrix as kept
from caselight.store.engine import Store


def try_row(store: Store, row: Row, *, actor: Principal, now: datetime) -> Trial:
    """Return what setting a row would change from the instant it holds; refuse a row that cannot be."""
    MATRIX.check_right(actor)
    with store.reading(actor.scope) as session:
        matrix.check(session, row, now)
        before = kept.laid(session, actor.scope)
        newest = max((each.id or 0 for each in before.rows), default=0)
        rows = (*before.rows, replace(row, id=newest + 1))
        return trial(session, before, before._replace(rows=rows), actor=actor, at=row.valid_from)


def try_end(store: Store, row_id: int, *, at: datetime, actor: Principal, now: datetime) -> Trial:
    """Return what ending a row at an instant would change from then on."""
    MATRIX.check_right(actor)
    with store.reading(actor.scope) as session:
        before = kept.laid(session, actor.scope)
        row = next((row for row in before.rows if row.id == row_id), None)
        if row is None:
            raise MATRIX.gone()
        MATRIX.check_end(at, row.valid_until, now)
        after = before._replace(rows=_ended(before.rows, row_id, at))
        return trial(session, before, after, actor=actor, at=at)


def trial(session: Session, before: Matrix, after: Matrix, *, actor: Principal, at: datetime) -> Trial:
    """Return what differs for the clients and the open cases that the actor may see."""
    return compared(
        before,
        after,
        kept.open_groups(session, actor.scope),
        clients=kept.clients(session, actor.scope),
        types=list(TYPES),
        at=at,
    )


def _ended(rows: Sequence[Row], row_id: int, at: datetime) -> list[Row]:
    return [replace(row, valid_until=at) if row.id == row_id else row for row in rows]
