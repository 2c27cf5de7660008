"""What an event changed, field by field, in the words of the form."""

from collections.abc import Container, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from caselight.core.priority import label as priority_label
from caselight.core.records import TYPES, FormField, Standard, form_fields
from caselight.core.wording import moment
from caselight.store.casefile import Told
from caselight.ui.sentences import ERASED

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
NOTHING = "nothing"


class Change(NamedTuple):
    """One field before and after an event, in words."""

    name: str
    label: str
    before: str
    after: str


def changed(record_type: str, event: Told, texts: Mapping[str, str], zone: tzinfo) -> Iterator[str]:
    """Yield each change of an event as a line: Priority: P3 Medium → P1 Critical."""
    for change in each(record_type, event, texts, zone):
        is_told = change.before != change.after
        yield f"{change.label}: {change.before} → {change.after}" if is_told else f"{change.label} changed"


def each(record_type: str, event: Told, texts: Mapping[str, str], zone: tzinfo) -> Iterator[Change]:
    """Yield each change of an event, field by field; of a service only that it changed is on record."""
    known = _fields_of(record_type)
    for key, change in event.body.get("changes", {}).items():
        name = key.removeprefix("details.")
        if key in UNSAID:
            continue
        about = known.get(name)
        label = about.label if about else MORE.get(name, name.replace("_", " "))
        if key == "service_id":
            yield Change(name, label, "", "")
        elif change is None:
            held = event.body.get("texts", {})
            before, after = (_text(texts, side, about, zone, held) for side in (f"{key}:before", key))
            yield Change(name, label, before, after)
        else:
            before, after = (_value(key, side, about, zone) for side in change)
            yield Change(name, label, before, after)


def _fields_of(record_type: str) -> dict[str, FormField]:
    """Return all fields that a case of this type has, by name."""
    templates = (Standard, TYPES[record_type]) if record_type in TYPES else (Standard,)
    return {about.name: about for template in templates for about in form_fields(template)}


def _text(texts: Mapping[str, str], key: str, about: FormField | None, zone: tzinfo, held: Container[str]) -> str:
    text = texts.get(key)
    if text is None:
        return ERASED if key in held else NOTHING
    said = _typed(text, about, zone)
    return said or f"“{text if len(text) <= LONGEST else text[:LONGEST] + '…'}”"


def _value(key: str, value: Any, about: FormField | None, zone: tzinfo) -> str:  # noqa: ANN401 – any column's value
    if value in (None, "", []):
        return NOTHING
    if key == "priority":
        return priority_label(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _typed(str(value), about, zone) or str(value)


def _typed(value: str, about: FormField | None, zone: tzinfo) -> str:
    """Return an instant or a choice as people say it; empty where it is neither."""
    if about and about.choices:
        return _choice(value, about)
    try:
        return moment(datetime.fromisoformat(value), zone) if value.endswith("Z") else ""
    except ValueError:
        return ""


def _choice(value: str, about: FormField) -> str:
    """Return the label of a choice; of one that a later release no longer has, nothing."""
    try:
        return type(about.choices[0]).parse(value).label
    except ValueError:
        return ""
