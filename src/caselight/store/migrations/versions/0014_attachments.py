"""Attachments: small files that belong to a case; and the ways to find which cases point to one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = depends_on = None

POINTERS = {"cases_follows": "follows", "cases_merged": "merged_into"}


def upgrade() -> None:
    """Create."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "attachments",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", instant, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("removed_at", instant, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"]),
        sa.ForeignKeyConstraint(
            ["case_id", "seq"],
            ["events.case_id", "events.seq"],
            name="attachments_change_has_its_event",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    for name, column in POINTERS.items():
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "cases", [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop."""
    for name in POINTERS:
        op.drop_index(name, "cases")
    op.drop_table("attachments")
