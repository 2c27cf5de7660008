"""A calendar as the form shows and takes it: a line for each day, holiday and exception."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from caselight.core import shifts
from caselight.core.micros import EPOCH as BEGINNING
from caselight.core.refusal import Refusal
from caselight.core.text import quoted
from caselight.services.calendars import Draft
from caselight.ui import admin_form

CLOSED = "closed"
Typed = Mapping[str, Any]


def typed(name: str, hours: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored hours as the fields of the form."""
    names = hours.get("names", {})
    return {
        "name": name,
        "zone": hours["zone"],
        "holidays": "\n".join(f"{day} {names.get(day, '')}".strip() for day in hours.get("holidays", [])),
        "exceptions": "\n".join(f"{day} {_spans(own) or CLOSED}" for day, own in hours.get("exceptions", {}).items()),
        **{day: _spans(own) for day, own in hours.get("weekly", {}).items()},
    }


def with_days(text: str, found: Mapping[date, str]) -> str:
    """Return the lines of holidays with these days among them, in order; a day found goes before the one typed."""
    lines = [line for line in text.splitlines() if line.strip()]
    by_day = {line.split()[0]: line for line in (*lines, *(f"{day.isoformat()} {name}" for day, name in found.items()))}
    return "\n".join(by_day[day] for day in sorted(by_day))


def draft(said: Typed) -> Draft:
    """Return the fields of the form as a draft; refuse what cannot be read, beside each field."""
    wrong: dict[str, str] = {}
    week = {
        day: admin_form.read(wrong, day, partial(shifts.read_spans, _text(said, day), weekday=weekday))
        for weekday, day in enumerate(shifts.DAYS)
    }
    valid_from = admin_form.read(wrong, "valid_from", partial(_valid_from, said))
    holidays = admin_form.read(wrong, "holidays", partial(_days, _text(said, "holidays")))
    single = admin_form.read(wrong, "exceptions", partial(_exceptions, _text(said, "exceptions")))
    admin_form.refuse(wrong)
    return Draft(
        name=_text(said, "name"),
        zone=_text(said, "zone"),
        weekly={day: rows for day, rows in week.items() if rows},
        holidays=holidays or {},
        exceptions=single or {},
        valid_from=valid_from or BEGINNING,
    )


def _valid_from(said: Typed) -> datetime:
    zone = _text(said, "zone")
    known = ZoneInfo(zone) if zone in available_timezones() else UTC
    text = _text(said, "valid_from")
    return admin_form.instant_in(text, known) if text else BEGINNING


def _exceptions(text: str) -> dict[date, list[list[str]]]:
    return {
        day: shifts.read_spans("" if rest == CLOSED else rest, weekday=day.weekday())
        for day, rest in _days(text).items()
    }


def _days(text: str) -> dict[date, str]:
    """Return the date that each line begins with, and the rest of the line."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        day, _, rest = line.partition(" ")
        try:
            found[date.fromisoformat(day)] = rest.strip()
        except ValueError:
            raise Refusal(f"{quoted(line)} begins with no date. Write it as 2026-12-25.") from None
    return found


def _spans(rows: list[list[str]]) -> str:
    return ", ".join(f"{start}-{'24:00' if end == '00:00' else end}" for start, end in rows)


def _text(said: Typed, name: str) -> str:
    return str(said.get(name) or "").strip()
