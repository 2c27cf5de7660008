"""What an event says was changed, and which of it is text that may be erased."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caselight.core.chain import instant

Columns = Mapping[str, Any]
# What moves with every event, and is not a change anybody made.
BOOKKEEPING = frozenset({"id", "version", "head", "touched_at", "closes_at"})
# Written by people in their own words: kept as texts, which can be erased; the event holds their commitment.
FREE_TEXT = frozenset({"title", "waiting_reason", "next_step", "action"})


def compared(before: Columns, after: Columns) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what differs as {field: [before, after]}, and the free texts among it by name."""
    changes: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for name, new in after.items():
        old = before.get(name)
        if old == new or name in BOOKKEEPING:
            continue
        if name == "details":
            was, is_now = old or {}, new or {}
            for field in sorted({*was, *is_now}):
                _tell(f"details.{field}", was.get(field), is_now.get(field), changes, texts)
        else:
            _tell(name, old, new, changes, texts)
    return changes, texts


def _tell(key: str, old: object, new: object, changes: dict[str, Any], texts: dict[str, str]) -> None:
    if old == new:
        return
    if key in FREE_TEXT or (key.startswith("details.") and isinstance(old or new, str)):
        changes[key] = None
        texts |= {side: str(text) for side, text in ((f"{key}:before", old), (key, new)) if text}
    else:
        changes[key] = [_plain(old), _plain(new)]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    return str(value) if isinstance(value, float) else value
