"""PostgreSQL for tests: the role an installation would have, which owns its tables and is no superuser."""

from sqlalchemy import text

from caselight.store.engine import Store

ROLE = "caselight"


def as_superuser(url: str, *statements: str) -> None:
    """Say what only a superuser may, each statement for itself."""
    admin = Store(url)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def as_role(url: str, database: str) -> str:
    """Return the address of another database on a superuser's server, as an installation would give it."""
    return url.replace("//postgres:", f"//{ROLE}:", 1).replace("/postgres?", f"/{database}?", 1)
