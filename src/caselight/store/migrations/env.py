"""How alembic reaches the database: through the connection it is given."""

from alembic import context
from sqlmodel import SQLModel

import caselight.store.tables  # noqa: F401 – fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
