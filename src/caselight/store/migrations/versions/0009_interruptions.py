"""When which service was interrupted."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0011"
branch_labels = depends_on = None

LASTS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Create."""
    op.create_table(
        "interruptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("opened_seq", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vendor", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "opened_seq", "place", name="interruptions_key"),
    )
    columns = ["client_id", "started_at"]
    op.create_index("interruptions_open", "interruptions", columns, sqlite_where=LASTS, postgresql_where=LASTS)
    op.create_index("interruptions_started", "interruptions", ["started_at", "client_id"])


def downgrade() -> None:
    """Drop."""
    op.drop_table("interruptions")
