"""The triggers that keep events, cases, reviews and seals as they are: whether they are still there."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from caselight.store.chain import Break

SQLITE = (
    *("events_UPDATE", "events_DELETE", "events_replace", "cases_next_version", "reviews_update"),
    *("seals_UPDATE", "seals_DELETE", "seals_replace"),
)
POSTGRESQL = (
    *("events_change", "events_truncate", "cases_next_version", "reviews_change", "reviews_truncate"),
    *("seals_change", "seals_truncate"),
)
IN_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT, %'"
IN_POSTGRESQL = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"


def breaks(session: Session) -> Iterator[Break]:
    """Yield each guard that somebody took away, or made to let everything through."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    there = set(session.scalars(text(IN_SQLITE if is_sqlite else IN_POSTGRESQL)))
    for name in SQLITE if is_sqlite else POSTGRESQL:
        if name not in there:
            yield Break("database", None, 0, f"its guard {name} is gone")
