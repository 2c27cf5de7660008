"""Triggers: events are append-only, and a case changes only by its next version."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = depends_on = None

APPEND_ONLY = ("events",)

SQLITE_EVENTS = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_REPLACE = """
CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_CASES = """
CREATE TRIGGER cases_next_version BEFORE UPDATE ON cases
WHEN NEW.version IS NOT OLD.version + 1 OR NEW.client_id IS NOT OLD.client_id OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'a case changes by its next version, and never its client'); END
"""
POSTGRESQL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE FUNCTION want_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> OLD.version + 1 OR NEW.client_id <> OLD.client_id OR NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'a case changes by its next version, and never its client';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_next_version BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION want_next_version();
ALTER TABLE cases ENABLE ALWAYS TRIGGER cases_next_version
"""
POSTGRESQL_EVENTS = """
CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_change;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_truncate
"""


def upgrade() -> None:
    """Set the watch."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE_EVENTS.format(table=table, verb=verb))
            op.execute(SQLITE_REPLACE.format(table=table))
        op.execute(SQLITE_CASES)
        return
    op.execute(POSTGRESQL)
    for table in APPEND_ONLY:
        op.execute(POSTGRESQL_EVENTS.format(table=table))


def downgrade() -> None:
    """Take the watch away."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("events_UPDATE", "events_DELETE", "events_replace", "cases_next_version"):
            op.execute(f"DROP TRIGGER {trigger}")
        return
    op.execute("DROP FUNCTION refuse_change, want_next_version CASCADE")
