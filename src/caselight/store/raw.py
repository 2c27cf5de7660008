"""Columns as they lie in the database: a value that somebody spoiled is then found, and stops nothing."""

from typing import Any

from sqlalchemy import Integer, String, Text, cast, func, type_coerce
from sqlalchemy.sql.sqltypes import JSON, Boolean
from sqlmodel import Session, SQLModel, col
from sqlmodel.sql.sqltypes import UTCDateTime


def columns(session: Session, table: type[SQLModel], names: tuple[str, ...]) -> list[Any]:
    """Return columns: instants as UTC text with microseconds and Z, JSON as its text, on SQLite truth as a number."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return [_column(col(getattr(table, name)), is_sqlite=is_sqlite).label(name) for name in names]


def _column(column: Any, *, is_sqlite: bool) -> Any:  # noqa: ANN401 – whatever column it is
    if isinstance(column.type, JSON):
        return cast(column, Text)
    if isinstance(column.type, UTCDateTime):
        if is_sqlite:
            return func.replace(type_coerce(column, String), " ", "T").concat("Z")
        return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    return type_coerce(column, Integer) if isinstance(column.type, Boolean) and is_sqlite else column
