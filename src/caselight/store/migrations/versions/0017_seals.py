"""Seals, which nobody can change; and no way round the guards of events and reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0018"  # which was ready first
branch_labels = depends_on = None

SQLITE_REFUSE = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_REPLACE = """
CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER seals_change BEFORE UPDATE OR DELETE ON seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_truncate BEFORE TRUNCATE ON seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reviews_truncate BEFORE TRUNCATE ON reviews FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE seals ENABLE ALWAYS TRIGGER seals_change;
ALTER TABLE seals ENABLE ALWAYS TRIGGER seals_truncate;
ALTER TABLE reviews ENABLE ALWAYS TRIGGER reviews_truncate
"""


def upgrade() -> None:
    """Create."""
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ids", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(POSTGRESQL)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(SQLITE_REFUSE.format(table="seals", verb=verb))
    op.execute(SQLITE_REPLACE.format(table="seals"))


def downgrade() -> None:
    """Drop, the triggers with their table."""
    op.drop_table("seals")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER reviews_truncate ON reviews")
