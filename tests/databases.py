"""PostgreSQL for tests: the role an installation would have, which owns its tables and is no superuser."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import text

from caselight.store.engine import Store

ROLE = "caselight"


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
