"""What verify finds, asked as tests ask; and what somebody does who has the database itself in hand."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlmodel import Session

from caselight.services import sealing, verifying
from caselight.services.verifying import Verified
from caselight.settings import Settings
from caselight.store import schema
from caselight.store.chain import Break
from caselight.store.engine import Store
from caselight.store.sealed import Watch
from caselight.store.walking import walked

CHAINED = ("events", "cases", "reviews", "seals")
GUARDS = {
    "sqlite": (
        *("DROP TRIGGER events_UPDATE", "DROP TRIGGER events_DELETE", "DROP TRIGGER cases_next_version"),
        *("DROP TRIGGER reviews_update", "DROP TRIGGER seals_UPDATE", "DROP TRIGGER seals_DELETE"),
    ),
    "postgresql": tuple(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in CHAINED),
}


def now() -> datetime:
    """Return this instant: seals are made by the clock."""
    return datetime.now(UTC)


def breaks(session: Session) -> list[Break]:
    """Return what a walk over every chain finds, seals apart."""
    return walked(session, Watch([])).broken


def places(store: Store) -> sealing.Places:
    """Return where the key and the copy lie; of PostgreSQL in CASELIGHT_HOME, which is the test's own folder."""
    return sealing.places(store, Settings())


def verify(store: Store) -> Verified:
    """Verify."""
    return verifying.verify(store, places(store), now=now())


def seal(store: Store, *, at: datetime | None = None) -> sealing.Sealed:
    """Seal all that is new."""
    return sealing.seal(store, places(store), now=at or now())


def tamper(store: Store, change: Callable[[Session], object]) -> None:
    """Do what somebody with the database can do: take the guards away first."""
    with schema._migrating(store) as connection:
        for statement in GUARDS["sqlite" if store.is_sqlite else "postgresql"]:
            connection.exec_driver_sql(statement)
        with Session(connection) as session:
            change(session)
            session.commit()
        connection.commit()
