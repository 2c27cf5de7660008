"""The schema's version: bring a database up to ours, or refuse one that is newer."""

import secrets
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.store.engine import Store, scoped

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATING = 7_411  # the key of the lock that one migration holds
OFFSET = 10_000  # numbers have five digits at least, and tell nobody the volume


def migrate(store: Store, *, to: str = "head") -> None:
    """Create the database or bring it up to this release; refuse one that a newer release wrote."""
    if store.path is not None:
        store.path.parent.mkdir(parents=True, exist_ok=True)
    store.patiently(lambda: _migrate(store, to))


def number_from(connection: Connection, first: int) -> None:
    """Let the next case be number `first`."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'cases'"))
        connection.execute(text("INSERT INTO sqlite_sequence VALUES ('cases', :last)"), {"last": first - 1})
    else:
        connection.execute(text("SELECT setval('cases_id_seq', :first, false)"), {"first": first})


def _migrate(store: Store, to: str) -> None:
    """Migrate in one transaction; another process that starts at the same time waits for it."""
    with _migrating(store) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        config = _config(connection)
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if current is not None and current not in known:
            raise Refusal(f"The database was written by a newer Caselight ({current}). Install that release.")
        (command.downgrade if to == "base" else command.upgrade)(config, to)
        if current is None and to != "base":
            number_from(connection, OFFSET + secrets.randbelow(40_000))
        connection.commit()


def _migrating(store: Store) -> Connection:
    """Open a connection for schema changes: foreign keys off, or a rebuilt table would delete its children."""
    connection = scoped(store.engine, EVERYTHING).connect()
    if store.is_sqlite:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 – a connection just opened
        driver.set_authorizer(None)  # a migration drops and alters
        driver.execute("PRAGMA foreign_keys=OFF")
        connection.detach()  # never back to the pool with foreign keys off and everything allowed
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
    return connection


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
