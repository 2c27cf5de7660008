"""Whether a client's own people are told the names of our staff, and when a key was last used."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add the columns; nobody is named until somebody says so."""
    op.add_column("api_keys", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("clients", sa.Column("names_staff", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("api_keys") as batch:
        batch.drop_column("last_used_at")
    with op.batch_alter_table("clients") as batch:
        batch.drop_column("names_staff")
