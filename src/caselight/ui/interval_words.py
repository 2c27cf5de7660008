"""Intervals in words: what an event did to one, and how one stands."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from caselight.core.records.base import fields_by_name
from caselight.core.records.interval import IntervalForm

FIELDS = fields_by_name(IntervalForm)


def opened(body: Mapping[str, Any]) -> str:
    """Return what was interrupted, from when until when, how badly."""
    for noted in body.get("intervals", {}).values():
        if "opened" in noted:
            told = noted["opened"]
            until = f" until {_value(told['ended_at'])}" if told.get("ended_at") else ""
            planned = "planned, " if told.get("is_planned") else ""
            badly = f"{planned}{told['severity']}, {told['effect']}"
            return f"{_service(body)} interrupted from {_value(told['started_at'])}{until}: {badly}."
    return "An interruption was recorded."


def ended(body: Mapping[str, Any]) -> str:
    """Return what is back, and since when."""
    for noted in body.get("intervals", {}).values():
        if "ended_at" in noted:
            return f"{_service(body)} back since {_value(noted['ended_at'][1])}."
    return "An interruption ended."


def changed(body: Mapping[str, Any]) -> str:
    """Return each value that was corrected, before and after."""
    told = [each for noted in body.get("intervals", {}).values() for each in _changes(noted)]
    return f"{_service(body)}, interruption corrected: {'; '.join(told)}."


def _changes(noted: Mapping[str, Any]) -> Iterator[str]:
    for name, change in noted.items():
        if name == "service_id":
            yield "service changed"
        elif name in FIELDS:
            before, after = map(_value, change)
            yield f"{FIELDS[name].label.lower()} {before} → {after}"


def _service(body: Mapping[str, Any]) -> str:
    return str(body.get("service") or "No service in particular")


def _value(value: Any) -> str:  # noqa: ANN401 – any column's value
    if value is None:
        return "nothing"
    try:
        return f"{datetime.fromisoformat(value):%d %b %H:%M} UTC"
    except (TypeError, ValueError):
        return "yes" if value is True else "no" if value is False else str(value)
