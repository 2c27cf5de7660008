"""The one place where a read is narrowed to what its asker may see."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, text

from caselight.core.people import Scope

S = TypeVar("S", bound=Select[*tuple[Any, ...]])
# In words, not parameters: only so does SQLite use the partial index `cases_open`.
IS_OPEN = text("cases.status IN ('new', 'in progress', 'waiting')")


def within(statement: S, column: Any, scope: Scope) -> S:  # noqa: ANN401 – any mapped column
    """Return the statement narrowed to the scope's clients by the given client column."""
    if scope.clients is None:
        return statement
    allowed: ColumnElement[bool] = column.in_(sorted(scope.clients)) if scope.clients else false()
    return statement.where(allowed)
