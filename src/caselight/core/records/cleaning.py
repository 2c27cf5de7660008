"""One typed value of a field: tidied, or refused with the sentence that stands beside the field."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal

from caselight.core import instant, text, wording
from caselight.core.records.field import LARGEST, FormField, Kind
from caselight.core.refusal import Refusal

SKEW = timedelta(minutes=5)
MANY = 50
WHOLE = re.compile(r"[0-9]{1,10}")
MONEY = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def clean(about: FormField, given: object, *, zone: tzinfo | None = None) -> object:
    """Return the value as its template wants it; None where nothing was said, a Refusal where it cannot be."""
    if given is None or (isinstance(given, str) and text.is_blank(given)):
        return None
    if about.kind == "instant":
        return instant.read(given, zone=zone)
    return CLEAN[about.kind](about, given)


def check_time(
    about: FormField, at: datetime, others: Mapping[str, object], *, now: datetime | None, zone: tzinfo | None
) -> None:
    """Refuse an instant that lies ahead where it may not, or that ends a span before it starts."""
    zone = zone or UTC
    if now and at > now + SKEW and not about.future:
        raise Refusal(f"Is {wording.duration(at - now)} ahead. Enter a time up to now, {wording.clock(now, zone)}.")
    start = others.get(about.span.since) if about.span else None
    if about.span and about.span.open_end and isinstance(start, datetime) and at < start:
        say = wording.clock if at.astimezone(zone).date() == start.astimezone(zone).date() else wording.moment
        raise Refusal(
            f"Ends {wording.duration(start - at)} before it starts. Enter a time after {say(start, zone)}, "
            f"or clear it {about.span.open_end}."
        )


def _line(about: FormField, given: object) -> str:
    return text.line(_string(given), limit=about.max_length)


def _text(about: FormField, given: object) -> str:
    return text.prose(_string(given), limit=about.max_length)


def _choice(about: FormField, given: object) -> object:
    return type(about.choices[0]).parse(given) if about.choices else _line(about, given)


def _many(about: FormField, given: object) -> tuple[str, ...] | None:
    """Read a list, or a string that separates its parts by semicolons or lines; each part once."""
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list | tuple):
        raise Refusal("Enter a list.")
    parts = [_line(about, part) for entry in given for part in re.split(r"[;\n]", _string(entry))]
    kept = tuple(dict.fromkeys(part for part in parts if part))
    if len(kept) > MANY:
        raise Refusal(f"At most {MANY} entries, this has {len(kept)}.")
    return kept or None


def _number(about: FormField, given: object) -> int | None:
    word = str(given).strip().casefold()
    if word == "unknown":
        return None
    if isinstance(given, bool) or not WHOLE.fullmatch(word) or not about.least <= int(word) <= about.most:
        upward = "up" if about.most == LARGEST else f"to {about.most}"
        wanted = f"Enter a whole number from {about.least} {upward}, or leave it empty."
        raise Refusal(
            f"{text.quoted(given)} is not a number{'' if about.most == LARGEST else ' asked for here'}. {wanted}"
        )
    return int(word)


def _money(_: FormField, given: object) -> Decimal:
    """Read an amount with a point or a comma before its hundredths; a thousands separator would be a guess."""
    found = MONEY.fullmatch(str(given).strip())
    if isinstance(given, bool) or not found:
        raise Refusal(f"{text.quoted(given)} is not an amount. Write it like 1249 or 1249.50.")
    return Decimal(f"{int(found[1])}.{(found[2] or '').ljust(2, '0')}")


def _yes_no(_: FormField, given: object) -> bool:
    word = str(given).strip().casefold()
    if word not in YES_NO:
        raise Refusal(f"{text.quoted(given)} is neither yes nor no.")
    return YES_NO[word]


def _string(given: object) -> str:
    if not isinstance(given, str):
        raise Refusal(f"{text.quoted(given)} is not text.")
    return given


CLEAN: dict[Kind, Callable[[FormField, object], object]] = {
    "line": _line,
    "text": _text,
    "choice": _choice,
    "many": _many,
    "number": _number,
    "money": _money,
    "yes/no": _yes_no,
}
