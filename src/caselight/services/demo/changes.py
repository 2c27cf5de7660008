"""What an event says was changed: as `services.work` tells it of a row, here of plain columns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caselight.core.chain import instant
from caselight.services.work import BOOKKEEPING, FREE_TEXT

Columns = Mapping[str, Any]


def compared(before: Columns, after: Columns) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what differs as {field: [before, after]}, and the free texts among it by name."""
    changes: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for name, new in after.items():
        old = before.get(name)
        if old == new or name in BOOKKEEPING:
            continue
        if name == "details":
            for field in sorted({*(old or {}), *new}):
                _tell(f"details.{field}", (old or {}).get(field), new.get(field), changes, texts)
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
    return instant(value) if isinstance(value, datetime) else value
