"""What a sheet says on the timeline: when it was added, corrected, or what was due on it done."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from caselight.core.records import FormField, form_fields
from caselight.core.sheets import SHEETS, Sheet, money, said, text_key
from caselight.core.wording import clock, date, moment
from caselight.ui.sentences import ERASED, Happened

DIDS = ("added", "corrected", "done")
KINDS = {f"case:{key}_{did}": sheet.line for key, sheet in SHEETS.items() for did in DIDS}


def sentence(happened: Happened) -> str:
    """Return what happened to a sheet."""
    number, noted = noted_in(happened)
    template, did = SHEETS[noted["kind"]], happened.event.kind.rsplit("_", 1)[1]
    if did == "done":
        return f"{template.follow_up} done."
    values = {name: after for name, _, after in _changes(happened, number, noted)}
    if template.is_single:
        return f"{template.title}: {said(template, values, moment=_moment(happened))}"
    if did == "corrected":
        return f"{template.title} {_of(happened, number)}corrected:"
    return _earlier(happened, values) + said(template, values, moment=_moment(happened))


def more(happened: Happened) -> tuple[str, ...]:
    """Return what a correction changed, field by field."""
    if not happened.event.kind.endswith("_corrected"):
        return ()
    number, noted = noted_in(happened)
    template = SHEETS[noted["kind"]]
    return () if template.is_single else tuple(_differences(happened, template, number, noted))


def noted_in(happened: Happened) -> tuple[int, Mapping[str, Any]]:
    """Return the sheet that the event is about: its number, and what was noted of it."""
    kind = happened.event.kind.removeprefix("case:").rsplit("_", 1)[0]
    sheets = happened.event.body["sheets"]
    number = max(int(number) for number, noted in sheets.items() if noted["kind"] == kind)
    return number, sheets[str(number)]


def _changes(happened: Happened, number: int, noted: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields that changed with both values; of words the texts, as far as they were not erased."""
    for name, change in noted["changes"].items():
        if change is not None:
            yield name, *change
        else:
            key = text_key(number, name)
            held = happened.event.body.get("texts", {})
            sides = (f"{key}:before", key)
            before, after = (happened.texts.get(side, ERASED if side in held else None) for side in sides)
            yield name, before, after


def _differences(happened: Happened, template: type[Sheet], number: int, noted: Mapping[str, Any]) -> Iterator[str]:
    fields = {about.name: about for about in form_fields(template)}
    for name, before, after in _changes(happened, number, noted):
        about = fields[name]
        yield f"{about.label}: {_value(about, before, happened)} → {_value(about, after, happened)}"


def _value(about: FormField, value: Any, happened: Happened) -> str:  # noqa: ANN401 – any field's value
    if value in (None, "", []):
        return "nothing"
    if about.kind == "instant":
        return _moment(happened)(value)
    if about.kind == "yes/no":
        return "yes" if value else "no"
    if about.kind == "money":
        return money(Decimal(value))
    return ", ".join(value) if about.kind == "many" else str(value)


def _of(happened: Happened, number: int) -> str:
    """Return which sheet it is, by when it was added."""
    added = next((event for event in happened.events if event.seq == number), None)
    return f"of {_when(happened, added.at)} " if added else ""


def _earlier(happened: Happened, values: Mapping[str, Any]) -> str:
    """Return when it happened, where that is not when it was entered."""
    if not values.get("at"):
        return ""
    return f"At {_when(happened, datetime.fromisoformat(values['at']))}: "


def _when(happened: Happened, at: datetime) -> str:
    """Return an instant by its time of day on the day of the event, else with its date."""
    zone, now = happened.zone, happened.event.at
    return clock(at, zone) if date(at, zone) == date(now, zone) else moment(at, zone, now=now)


def _moment(happened: Happened) -> Callable[[str], str]:
    return lambda stored: _when(happened, datetime.fromisoformat(stored))
