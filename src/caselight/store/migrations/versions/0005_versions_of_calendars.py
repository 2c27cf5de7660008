"""Calendars in versions, targets by record type with their clause, and promises that are kept again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = depends_on = None

BEGINNING = {"sqlite": "1970-01-01 00:00:00.000000", "postgresql": "1970-01-01 00:00:00+00:00"}
NAMES = {"uq": "uq_%(table_name)s_%(column_0_name)s"}  # what SQLite's nameless constraints are called here
OLD = {"sqlite": ("uq_calendars_name", "uq_targets_contract_id")}
OLD["postgresql"] = ("calendars_name_key", "targets_contract_id_priority_promise_key")


def upgrade() -> None:
    """Add; the old constraints go."""
    dialect = op.get_bind().dialect.name
    calendars_name, targets_three = OLD[dialect]
    valid_from = sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False, server_default=BEGINNING[dialect])
    with op.batch_alter_table("calendars", naming_convention=NAMES) as batch:
        batch.drop_constraint(calendars_name, type_="unique")
        batch.add_column(valid_from)
        batch.create_unique_constraint("calendars_version", ["name", "valid_from"])
    with op.batch_alter_table("targets", naming_convention=NAMES) as batch:
        batch.drop_constraint(targets_three, type_="unique")
        batch.add_column(sa.Column("record_type", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("clause", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("waiting_pauses", sa.Boolean(), nullable=True))
        batch.create_unique_constraint("targets_one", ["contract_id", "priority", "promise", "record_type"])
    op.add_column("contracts", sa.Column("retention_months", sa.Integer(), nullable=False, server_default="24"))
    for name in ("kept", "missed"):
        op.add_column("clocks", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take away; refused by the database where a calendar has several versions."""
    calendars_name, targets_three = OLD[op.get_bind().dialect.name]
    for name in ("kept", "missed"):
        op.drop_column("clocks", name)
    op.drop_column("contracts", "retention_months")
    with op.batch_alter_table("targets") as batch:
        batch.drop_constraint("targets_one", type_="unique")
        for name in ("record_type", "clause", "waiting_pauses"):
            batch.drop_column(name)
        batch.create_unique_constraint(targets_three, ["contract_id", "priority", "promise"])
    with op.batch_alter_table("calendars") as batch:
        batch.drop_constraint("calendars_version", type_="unique")
        batch.drop_column("valid_from")
        batch.create_unique_constraint(calendars_name, ["name"])
