"""Sheets: what is filled in on a case besides its record."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = depends_on = None

IS_DUE = sa.text("due_at IS NOT NULL AND done_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    """Create."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "sheets",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("words_seq", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=True),
        sa.Column("done_at", instant, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"]),
        sa.ForeignKeyConstraint(
            ["case_id", "seq"],
            ["events.case_id", "events.seq"],
            name="sheets_change_has_its_event",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "sheets_due", "sheets", ["due_at", "client_id", "kind"], sqlite_where=IS_DUE, postgresql_where=IS_DUE
    )
    op.create_index("sheets_at", "sheets", ["at", "kind", "client_id"])


def downgrade() -> None:
    """Drop."""
    op.drop_table("sheets")
