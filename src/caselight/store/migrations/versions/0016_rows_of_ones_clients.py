"""Row level security: PostgreSQL shows and takes only rows of the clients its transaction was told of (ADR 23)."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = depends_on = None

# What the transaction was told (store/engine.py), asked once a statement and not once a row.
TOLD = "current_setting('caselight.clients', true)"
EVERYONE = f"(SELECT {TOLD}) = '*'"
ITS_CLIENTS = f"ANY ((SELECT string_to_array(nullif(nullif({TOLD}, '*'), ''), ',')::int[])::int[])"

OF_A_CLIENT = (
    *("api_keys", "attachments", "cases", "clocks", "contracts", "deliveries", "escalations", "interruptions"),
    *("notices", "problem_cases", "problems", "review_schedules", "reviews", "services", "sheets"),
    *("threshold_firings", "user_clients"),
)
OF_A_CLIENT_OR_THE_HOUSE = ("channels", "event_texts", "events", "matrix", "routes")
SEEN = {
    **dict.fromkeys(OF_A_CLIENT, f"client_id = {ITS_CLIENTS}"),
    **dict.fromkeys(OF_A_CLIENT_OR_THE_HOUSE, f"client_id IS NULL OR client_id = {ITS_CLIENTS}"),
    "clients": f"id = {ITS_CLIENTS}",
    "targets": "contract_id IN (SELECT id FROM contracts)",
    "put_offs": "case_id IN (SELECT id FROM cases)",
}


def upgrade() -> None:
    """Put up the second wall; FORCE holds it against the owner of the tables too."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, seen in SEEN.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY ones_clients ON {table} USING ({EVERYONE} OR {seen})")  # and so WITH CHECK


def downgrade() -> None:
    """Take it down."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in SEEN:
        op.execute(f"DROP POLICY ones_clients ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
