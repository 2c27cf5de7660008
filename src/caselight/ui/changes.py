"""What an event changed, field by field, in the words of the form."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from caselight.core.priority import label as priority_label
from caselight.core.records import TYPES, Standard, form_fields
from caselight.store.casefile import Told

# What follows from the verb itself, and is said in its sentence.
UNSAID = frozenset(
    {
        "status",
        "team_id",
        "owner_id",
        "is_accepted",
        "acknowledged_at",
        "first_response_at",
        "first_resolved_at",
        "resolved_at",
        "closed_at",
        "reopens",
        "waiting_reason",
        "merged_into",
        "is_priority_by_hand",
    }
)
MORE = {"next_step": "Next step", "service_id": "Service"}
LONGEST = 80  # characters of a text shown inside a change


def changed(record_type: str, event: Told, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield each change of an event: Priority P3 Medium → P1 Critical."""
    labels = labels_of(record_type)
    for key, change in event.body.get("changes", {}).items():
        name = key.removeprefix("details.")
        if key in UNSAID:
            continue
        label = labels.get(name, name.replace("_", " "))
        if change is None:
            yield f"{label}: {_text(texts, f'{key}:before')} → {_text(texts, key)}"
        elif key == "service_id":
            yield f"{label} changed"
        else:
            before, after = (_value(key, side) for side in change)
            yield f"{label}: {before} → {after}"


def labels_of(record_type: str) -> dict[str, str]:
    """Return the labels of all fields a case of this type has."""
    templates = (Standard, TYPES[record_type]) if record_type in TYPES else (Standard,)
    return MORE | {about.name: about.label for template in templates for about in form_fields(template)}


def _text(texts: Mapping[str, str], key: str) -> str:
    text = texts.get(key)
    if text is None:
        return "nothing"
    return f"“{text if len(text) <= LONGEST else text[:LONGEST] + '…'}”"


def _value(key: str, value: Any) -> str:  # noqa: ANN401 – any column's value
    if value in (None, "", []):
        return "nothing"
    if key == "priority":
        return priority_label(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _instant(str(value))


def _instant(value: str) -> str:
    try:
        return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M} UTC" if value.endswith("Z") else value
    except ValueError:
        return value
