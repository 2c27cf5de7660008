"""The intervals of a case that is written whole: worked out from its columns."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from caselight.core import interruptions
from caselight.core.instant import write
from caselight.services.intervals import plain, told


def interrupted(case: Mapping[str, Any], service_id: Callable[[str], int]) -> list[dict[str, Any]]:
    """Return an interval for each service of an interruption, opened by the first event of its case.

    It began when the case occurred, and ended by its resolution, unless the details say so.
    """
    record = interruptions.template(case["record_type"])
    if record is None:
        return []
    ended_at = case.get("resolved_at")
    usual = {"down_from": write(case["occurred_at"])} | ({"down_until": write(ended_at)} if ended_at else {})
    found = interruptions.interval(record, usual | dict(case["details"]))
    if found is None:
        return []
    columns = interruptions.on_its_word(found).columns()
    return [
        {"opened_seq": 1, "place": place, "service_id": service_id(name) if name else None, **columns}
        for place, name in enumerate(interruptions.services(case["details"]))
    ]


def opened(intervals: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the event of the opening says of them."""
    return {f"{row['opened_seq']}.{row['place']}": {"opened": told(row)} for row in intervals}


def moves(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what an event says of intervals that were opened, or that stand otherwise than before it."""
    if not before:
        return opened(after)
    pairs = zip(before, after, strict=True)
    changed = {
        f"{new['opened_seq']}.{new['place']}": {
            name: [plain(old[name]), plain(value)] for name, value in new.items() if old[name] != value
        }
        for old, new in pairs
    }
    return {key: columns for key, columns in changed.items() if columns}
