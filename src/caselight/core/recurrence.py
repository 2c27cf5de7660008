"""Recurrence: which cases are of one kind, and which of them come again within 30 days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caselight.core.micros import MICROSECOND, Micros
from caselight.core.records import TYPES

WITHIN = timedelta(days=30)
NO_KIND = -1
WITHOUT_KIND = frozenset(key for key, record in TYPES.items() if record.family == "recovery")


class Kind(NamedTuple):
    """What a case is one of; the record type counts only while the root cause is unknown."""

    client_id: int
    service_id: int
    root_cause: str | None
    record_type: str | None


class Seen(NamedTuple):
    """A case as recurrence knows it."""

    number: int
    opened_at: datetime
    kind: Kind | None


def kind_of(*, client_id: int, service_id: int | None, root_cause: str | None, record_type: str) -> Kind | None:
    """Return the kind of a case; a recovery, and a case that names no service, repeat nothing (ADR 15)."""
    if service_id is None or record_type in WITHOUT_KIND:
        return None
    return Kind(client_id, service_id, root_cause, None if root_cause else record_type)


def numbered(kinds: Iterable[Kind | None]) -> NDArray[np.int64]:
    """Return one number for each kind, the same for the same, and -1 for none."""
    numbers: dict[Kind, int] = {}
    return np.array([NO_KIND if kind is None else numbers.setdefault(kind, len(numbers)) for kind in kinds], np.int64)


def earlier(case: Seen, others: Iterable[Seen]) -> list[Seen]:
    """Return the cases of the same kind opened before this one, at most 30 days before, newest first; none of no kind.

    Of two opened at the same instant the one with the lower number came first.
    """
    found = (
        other
        for other in others
        if case.kind is not None
        and other.kind == case.kind
        and _order(other) < _order(case)
        and case.opened_at - other.opened_at <= WITHIN
    )
    return sorted(found, key=_order, reverse=True)


def recurring(kinds: NDArray[np.int64], opened: Micros, numbers: ArrayLike) -> NDArray[np.bool_]:
    """Say of each of many cases whether it has an earlier one of its kind, as `numbered` numbers them."""
    order = np.lexsort((np.asarray(numbers), opened, kinds))
    same = (np.diff(kinds[order]) == 0) & (kinds[order[1:]] != NO_KIND)
    again = np.zeros(len(order), dtype=np.bool_)
    again[order[1:]] = same & (np.diff(opened[order]) <= WITHIN // MICROSECOND)
    return again


def ordinal(n: int) -> str:
    """Return 3rd for 3, 11th for 11, 22nd for 22."""
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def _order(seen: Seen) -> tuple[datetime, int]:
    return seen.opened_at, seen.number
