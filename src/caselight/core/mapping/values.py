"""One cell of an imported file, read as its MAP says."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from caselight.core import instant
from caselight.core.choice import fold, nearest
from caselight.core.mapping import Map
from caselight.core.mapping.parts import INSTANTS, Time
from caselight.core.priority import Priority
from caselight.core.records import TYPES, Standard
from caselight.core.records.base import fields_by_name
from caselight.core.records.cleaning import clean
from caselight.core.refusal import Refusal
from caselight.core.text import line, prose

Value = TypeVar("Value")
Reader = Callable[[str], Any]
SKEW = timedelta(minutes=5)
DAY_OR_MONTH = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
SERIAL = re.compile(r"\d{5}([.,]\d+)?")
STANDARD = ("channel", "root_cause", "customers_affected")


def readers(given: Map, *, now: datetime) -> dict[str, Reader]:
    """Return how to read each thing that columns and constants can say; a reader raises a Refusal."""
    lines: dict[str, Reader] = dict.fromkeys(("case", "client", "title", "service", "team", "person"), line)
    standard: dict[str, Reader] = {name: partial(clean, fields_by_name(Standard)[name]) for name in STANDARD}
    moments: dict[str, Reader] = dict.fromkeys(INSTANTS, partial(moment, given.time, now=now))
    own: dict[str, Reader] = {f"details.{name}": cell.meaning for name, cell in given.details.items()}
    return {
        **lines,
        **standard,
        **moments,
        **own,
        "note": prose,
        "priority": partial(listed, given.priority) if given.priority else Priority.parse,
        "record_type": partial(listed, given.record_type or {key: key for key in TYPES}),
        "status": partial(listed, given.status),
    }


def listed(known: Mapping[str, Value], given: str) -> Value:
    """Return what the list says of the value, in any case; refuse with the nearest one."""
    names = {fold(name): name for name in known}
    word = fold(given)
    if word in names:
        return known[names[word]]
    near = nearest(word, names)
    raise Refusal(f"not in the MAP: did you mean {names[near]}?" if near else "not in the MAP. Add it there.")


def moment(how: Time, given: str, *, now: datetime) -> datetime:
    """Return the instant in UTC; refuse what could be read in two ways, and what lies ahead of now."""
    at = instant.read(_by_format(how.format, given) if how.format else _iso(given), zone=how.place)
    if at > now + SKEW:
        raise Refusal(f"lies in the future: it is {instant.write(now)} now. Mend the time or its zone.")
    return at


def _by_format(form: str, given: str) -> datetime:
    try:
        return datetime.strptime(given, form)  # noqa: DTZ007 – the zone of the MAP is added by the caller
    except ValueError:
        raise Refusal(f"is no date and time written as {form}. Mend it, or time.format in the MAP.") from None


def _iso(given: str) -> str:
    if DAY_OR_MONTH.match(given):
        raise Refusal('day or month first? Say it in the MAP: [time] format = "%d/%m/%Y %H:%M", for example.')
    if SERIAL.fullmatch(given):
        raise Refusal("looks like a spreadsheet's serial number. Format the column as date and time, and save again.")
    return given
