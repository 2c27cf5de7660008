"""What makes a row of the matrix impossible, field by field."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from caselight.core.matrix import TIERS, Row
from caselight.core.matrix_defaults import LAST, TOLD
from caselight.core.specific import wrong_rule

LONGEST = 366 * 24 * 60  # minutes
WHOLE = 100  # percent


def wrong(row: Row, now: datetime) -> dict[str, str]:
    """Return a sentence for each field that cannot be so; nothing when the row can be."""
    return {
        **_wrong_place(row),
        **_wrong_minutes(row),
        **_wrong_thresholds(row.thresholds),
        **wrong_rule(row, now),
    }


def _wrong_place(row: Row) -> dict[str, str]:
    found = {}
    if row.tier not in TIERS:
        found["tier"] = "A tier is 1, 2 or 3."
    elif row.next_tier is not None and not row.tier < row.next_tier <= TIERS[-1]:
        found["next_tier"] = "The next tier is a higher one, up to 3."
    return found


def _wrong_minutes(row: Row) -> dict[str, str]:
    minutes = {"acknowledge_minutes": row.acknowledge_minutes, "resolve_minutes": row.resolve_minutes}
    found = {name: f"From 1 to {LONGEST:,} minutes." for name, value in minutes.items() if not 1 <= value <= LONGEST}
    if not found and row.acknowledge_minutes > row.resolve_minutes:
        found["acknowledge_minutes"] = "Acknowledging cannot take longer than resolving."
    return found


def _wrong_thresholds(thresholds: Mapping[int, Sequence[str]]) -> dict[str, str]:
    if WHOLE not in thresholds or not all(1 <= percent <= LAST for percent in thresholds):
        return {"thresholds": f"Thresholds are percents from 1 to {LAST}, {WHOLE} among them."}
    strange = sorted({told for some in thresholds.values() for told in some} - set(TOLD))
    return {"thresholds": f"{strange[0]} cannot be told. Choose from: {', '.join(TOLD)}."} if strange else {}
