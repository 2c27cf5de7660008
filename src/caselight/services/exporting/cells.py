"""The cells of a file's rows: strings, numbers, yes or no, or lists."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from caselight.core import instant

Cells = dict[str, Any]


def cells(row: Mapping[str, Any], *, without: Collection[str]) -> Cells:
    """Return a row of the database as cells, without what stands elsewhere."""
    return {
        name: instant.write(value) if isinstance(value, datetime) else value
        for name, value in row.items()
        if name not in without
    }


def filled(row: Cells) -> Cells:
    """Return a row without its empty cells."""
    return {name: value for name, value in row.items() if value is not None and value != ""}
