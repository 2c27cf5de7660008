"""The one place where a read is narrowed to what its asker may see."""

from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, UnaryExpression, false, text
from sqlalchemy.sql.operators import custom_op

from caselight.core.people import Scope

S = TypeVar("S", bound=Select[*tuple[Any, ...]])
# In words, not parameters: only so does SQLite use the partial index `cases_open`.
IS_OPEN = text("cases.status IN ('new', 'in progress', 'waiting')")

# Around a function that builds a statement: building one and naming it to the compiler costs as much as running it.
built_once = lru_cache(maxsize=256)


def within(statement: S, column: Any, scope: Scope) -> S:  # noqa: ANN401 – any mapped column
    """Return the statement narrowed to the scope's clients by the given client column."""
    if scope.clients is None:
        return statement
    allowed: ColumnElement[bool] = column.in_(sorted(scope.clients)) if scope.clients else false()
    return statement.where(allowed)


def unsearched(column: Any) -> UnaryExpression[Any]:  # noqa: ANN401 – any mapped column of whole numbers
    """Return the column as `+column`: SQLite looks for no index on it, however tempting the client's index is.

    Without this a read of one day, narrowed to clients or grouped by them, walks these clients' whole history.
    """
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)
