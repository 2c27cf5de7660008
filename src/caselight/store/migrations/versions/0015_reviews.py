"""Reviews, which nobody can change, and their schedules; a notice may be of a client without being of a case."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = depends_on = None

SQLITE = """
CREATE TRIGGER reviews_update BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER reviews_change BEFORE UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE reviews ENABLE ALWAYS TRIGGER reviews_change
"""


def upgrade() -> None:
    """Create."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "review_schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("begins_at", instant, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("since", instant, nullable=False),
        sa.Column("until", instant, nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("as_of", instant, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["schedule_id"], ["review_schedules.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("client_id", "since", "until", "schedule_id", name="reviews_once"),
    )
    op.create_index("reviews_client", "reviews", ["client_id", "until"])
    with op.batch_alter_table("notices") as batch:
        batch.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
    op.execute(SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL)


def downgrade() -> None:
    """Drop, the triggers with their table; the release before knows no notice that is not of a case."""
    op.execute("DELETE FROM deliveries WHERE notice_id IN (SELECT id FROM notices WHERE case_id IS NULL)")
    op.execute("DELETE FROM notices WHERE case_id IS NULL")
    with op.batch_alter_table("notices") as batch:
        batch.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("reviews")
    op.drop_table("review_schedules")
