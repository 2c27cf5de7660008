"""Recurrence: which cases are of one kind, and which of them come again within 30 days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caselight.core.micros import MICROSECOND, Micros

WITHIN = timedelta(days=30)


class Kind(NamedTuple):
    """What a case is one of; the record type counts only while the root cause is unknown."""

    client_id: int
    service_id: int | None
    root_cause: str | None
    record_type: str | None


class Seen(NamedTuple):
    """A case as recurrence knows it."""

    number: int
    opened_at: datetime
    kind: Kind


def kind_of(*, client_id: int, service_id: int | None, root_cause: str | None, record_type: str) -> Kind:
    """Return the kind of a case."""
    return Kind(client_id, service_id, root_cause, None if root_cause else record_type)


def cause_of(root_cause: str | None, record_type: str) -> str:
    """Return the cause a case goes by: the record type stands for one that is unknown."""
    return root_cause or f"type: {record_type}"


def earlier(case: Seen, others: Iterable[Seen]) -> list[Seen]:
    """Return the cases of the same kind opened before this one, at most 30 days before, newest first.

    Of two opened at the same instant the one with the lower number came first.
    """
    found = (
        other
        for other in others
        if other.kind == case.kind and _order(other) < _order(case) and case.opened_at - other.opened_at <= WITHIN
    )
    return sorted(found, key=_order, reverse=True)


def recurring(kinds: Iterable[ArrayLike], opened: Micros, numbers: ArrayLike) -> NDArray[np.bool_]:
    """Say of each of many cases whether it has an earlier one; `kinds` are the columns that make up its kind."""
    columns = [np.asarray(column) for column in kinds]
    order = np.lexsort((np.asarray(numbers), opened, *columns))
    same = np.logical_and.reduce([np.diff(column[order]) == 0 for column in columns])
    again = np.zeros(len(order), dtype=np.bool_)
    again[order[1:]] = same & (np.diff(opened[order]) <= WITHIN // MICROSECOND)
    return again


def ordinal(n: int) -> str:
    """Return 3rd for 3, 11th for 11, 22nd for 22."""
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def _order(seen: Seen) -> tuple[datetime, int]:
    return seen.opened_at, seen.number
