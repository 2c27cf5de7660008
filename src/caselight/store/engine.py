"""The database: real transactions on SQLite and PostgreSQL, whole units of work tried again when it is busy."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from caselight.core.people import Scope
from caselight.store import library
from caselight.store.refusing import refuse

T = TypeVar("T")
HIDES = True  # an error that is logged says the statement, never what customers wrote or a channel's address
PATIENCE_S = 10.0  # how long a unit of work waits for a busy database
# The same seq, request, service or id of a source written twice at once: the second try sees the first.
TWINS = (
    "cases_client_id_source_external_id_key",
    "cases.client_id, cases.source, cases.external_id",
    "services_client_id_name_key",
    "services.client_id, services.name",
)
RACES = ("events_subject_seq", "events.subject, events.seq", "requests_pkey", "requests.actor, requests.key", *TWINS)
SETTING, ALL = "caselight.clients", "*"  # how the database is told whose rows a transaction may see and write
BUSY_SQLSTATES = {"40001", "40P01", "55P03", "57P01", "08006", "08003"}  # serialization, deadlock, lock, restart


class DatabaseGone(Exception):  # noqa: N818 – said as people say it
    """The database file was deleted or replaced while in use: nothing may be written any more."""


class Store:
    """One database: `transact` for units of work, `reading` for snapshots that can never write.

    Both are given whose clients they are about: on PostgreSQL the database itself then shows and takes no other row.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.path = Path(url.removeprefix("sqlite:///")) if self.is_sqlite else None
        self._inode: int | None = None
        build = _sqlite if self.is_sqlite else _postgresql
        self.engine = build(url, write=True)
        self._readers = build(url, write=False)

    def transact(self, unit: Callable[[Session], T], scope: Scope) -> T:
        """Run the unit in one transaction and commit it; again as a whole, with jitter, while the database is busy."""

        def once() -> T:
            self._check_file()
            engine = scoped(self.engine, scope)
            with Session(engine, autoflush=False, expire_on_commit=False) as session, session.begin():
                return unit(session)

        return self.patiently(once)

    def patiently(self, once: Callable[[], T]) -> T:
        """Run a whole unit of work, again with jitter while the database is busy, for 10 s at most."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return once()
            except DBAPIError as error:
                if not _is_busy(error) or time.monotonic() > deadline:
                    raise
            time.sleep(random.uniform(0, 0.002 if self.is_sqlite else 0.02))  # noqa: S311 – jitter, not a secret

    @contextmanager
    def reading(self, scope: Scope) -> Iterator[Session]:
        """Open a snapshot: reads only, consistent with each other."""
        with Session(scoped(self._readers, scope)) as session:
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._readers.dispose()

    def _check_file(self) -> None:
        """Refuse to write to a file that has been deleted or replaced under us: such a write is lost in silence."""
        if self.path is None or ":memory:" in self.url:
            return
        inode = self.path.stat().st_ino if self.path.exists() else None
        if self._inode is None:
            self._inode = inode
        elif inode != self._inode:
            raise DatabaseGone(f"{self.path} was deleted or replaced. Stop Caselight and restore a backup.")


def scoped(engine: Engine, scope: Scope) -> Engine:
    """Return the engine, its transactions told whose clients they are about."""
    return engine.execution_options(clients=_said(scope))


def _said(scope: Scope) -> str:
    """Return a scope as the policies of PostgreSQL read it (migration 0016): `*`, or ids with commas."""
    return ALL if scope.clients is None else ",".join(map(str, sorted(scope.clients)))


def _sqlite(url: str, *, write: bool) -> Engine:
    """Return an engine whose transactions are real: we say BEGIN, never the driver."""
    connect = {"check_same_thread": False}
    engine = create_engine(url, module=library.sqlite(), connect_args=connect, hide_parameters=HIDES)
    pragmas = {
        "journal_mode": library.journal_mode(),
        "synchronous": "FULL",  # NORMAL loses acknowledged cases in a power cut
        "foreign_keys": "ON",
        "busy_timeout": 0,  # the library's own waiting starves writers; `transact` tries again
        "recursive_triggers": "ON",  # else INSERT OR REPLACE walks through the append-only triggers
        "trusted_schema": "OFF",
        "cell_size_check": "ON",
        "mmap_size": 0,
        "query_only": "OFF" if write else "ON",
    }

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 – a driver's connection
        connection.isolation_level = None
        for name, value in pragmas.items():
            _patiently(connection, f"PRAGMA {name}={value}")
        refuse(connection, library.sqlite())

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 – SQLAlchemy's connection
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _patiently(connection: Any, statement: str) -> None:  # noqa: ANN401 – a driver's connection
    """Run a pragma, again while another connection is switching the journal mode."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            connection.execute(statement)
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0, 0.01))  # noqa: S311 – jitter
        else:
            return


def _postgresql(url: str, *, write: bool) -> Engine:
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, pool_pre_ping=True, pool_timeout=5, hide_parameters=HIDES)
    limits = "SET LOCAL statement_timeout='60s'; SET LOCAL lock_timeout='5s'"
    first = limits if write else f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; {limits}"

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 – SQLAlchemy's connection
        # LOCAL: what a pooled connection was told once must not outlive the transaction. Nothing said, no row is seen.
        clients = connection.get_execution_options().get("clients", "")
        connection.exec_driver_sql(f"{first}; SET LOCAL {SETTING} = '{clients}'")

    return engine


def _is_busy(error: DBAPIError) -> bool:
    """Say whether trying the whole unit again can help: a lock, a lost connection, or a race for a key."""
    if isinstance(error, IntegrityError):
        return any(key in str(error.orig) for key in RACES)
    state = getattr(error.orig, "sqlstate", None)
    return state in BUSY_SQLSTATES or error.connection_invalidated or "database is locked" in str(error.orig)
