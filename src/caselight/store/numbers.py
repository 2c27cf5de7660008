"""Case numbers: one sequence per installation, that tells nobody the volume."""

from collections.abc import Sequence

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from caselight.store.tables import Case


def take(session: Session, count: int = 1, *, beyond: int = 0) -> Sequence[int]:
    """Return the next free numbers, above `beyond`; the transaction that writes holds them."""
    if session.get_bind().dialect.name == "sqlite":
        return _after_the_newest(session, count, beyond)
    return _from_the_sequence(session, count, beyond)


def _after_the_newest(session: Session, count: int, beyond: int) -> Sequence[int]:
    """Return numbers above every one used and above where the sequence starts: SQLite has one writer at a time."""
    start = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'cases'")) or 0
    newest = session.scalar(select(func.max(col(Case.id)))) or 0
    first = max(start, newest, beyond) + 1
    return range(first, first + count)


def _from_the_sequence(session: Session, count: int, beyond: int) -> Sequence[int]:
    """Return the next numbers of the sequence, moved beyond those given by hand first."""
    if beyond:
        session.execute(
            text("SELECT setval('cases_id_seq', GREATEST(:beyond, (SELECT last_value FROM cases_id_seq)))"),
            {"beyond": beyond},
        )
    next_one = func.nextval("cases_id_seq")
    return session.scalars(select(next_one).select_from(func.generate_series(1, count).alias())).all()
