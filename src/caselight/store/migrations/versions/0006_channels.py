"""Channels out of the house, and what a contract says its client's contact is told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None

INSTANTS = ("first_try_at", "withdrawn_at")
PARTIAL = {  # index: its column, and for which rows
    "deliveries_dead": ("dead_at", "dead_at IS NOT NULL"),
    "deliveries_sent": ("sent_at", "user_id IS NULL"),
    "deliveries_withdrawn": ("withdrawn_at", "withdrawn_at IS NOT NULL"),
}


def upgrade() -> None:
    """Create; each delivery says its client, as every child row does."""
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("is_urgent_only", sa.Boolean(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"]),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    for name in ("client_id", "channel_id"):
        op.add_column("deliveries", sa.Column(name, sa.Integer(), nullable=True))
    for name in INSTANTS:
        op.add_column("deliveries", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE deliveries SET client_id = (SELECT client_id FROM notices WHERE notices.id = deliveries.notice_id)"
    )
    with op.batch_alter_table("deliveries") as batch:
        batch.alter_column("client_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key("deliveries_client", "clients", ["client_id"], ["id"])
        batch.create_foreign_key("deliveries_channel", "channels", ["channel_id"], ["id"])
    for name, (column, condition) in PARTIAL.items():
        where = sa.text(condition)
        op.create_index(name, "deliveries", [column], sqlite_where=where, postgresql_where=where)
    op.add_column("contracts", sa.Column("contact", sa.String(), nullable=False, server_default=""))
    op.add_column("contracts", sa.Column("contact_told", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop; what went out of the house is forgotten, since the release before knows the app alone."""
    for name in ("contact_told", "contact"):
        op.drop_column("contracts", name)
    op.execute("DELETE FROM deliveries WHERE user_id IS NULL")
    for name in PARTIAL:
        op.drop_index(name, "deliveries")
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_constraint("deliveries_channel", type_="foreignkey")
        batch.drop_constraint("deliveries_client", type_="foreignkey")
        for name in (*INSTANTS, "channel_id", "client_id"):
            batch.drop_column(name)
    op.drop_table("channels")
