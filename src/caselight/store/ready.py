"""Make the database ready for use: brought up to this release, and held by a role that the second wall holds too."""

from sqlalchemy import make_url, text

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.schema import migrate

PASSES_WALLS = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
MAY = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON events, seals FROM {role}",  # its triggers refuse the same; two walls here as well
    "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}",
)


def make_ready(store: Store, settings: Settings) -> None:
    """Migrate, as the owner of the tables where one is named; in production refuse a role that passes every wall."""
    owner = settings.database_owner.get_secret_value()
    if owner and not store.is_sqlite:
        _migrate_as(owner, for_role=make_url(store.url).username or "")
    else:
        migrate(store)
    if settings.production and not store.is_sqlite:
        refuse_a_role_beyond_walls(store)


def refuse_a_role_beyond_walls(store: Store) -> None:
    """Refuse a role to whom PostgreSQL shows every client's rows, whatever a transaction was told."""
    with store.reading(EVERYTHING) as session:
        if session.execute(PASSES_WALLS).scalar_one():
            raise Refusal(
                "In production Caselight does not start as a superuser, nor as a role with BYPASSRLS: PostgreSQL would "
                "not keep clients apart. Name a plain role in CASELIGHT_DATABASE (docs/deployment.md)."
            )


def _migrate_as(url: str, *, for_role: str) -> None:
    """Migrate with the owner's rights, and give the app's role what it needs to work and no more."""
    owner = Store(url)
    try:
        migrate(owner)
        role = owner.engine.dialect.identifier_preparer.quote(for_role)
        owner.transact(
            lambda session: [session.connection().exec_driver_sql(each.format(role=role)) for each in MAY], EVERYTHING
        )
    finally:
        owner.dispose()
