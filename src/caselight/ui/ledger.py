"""The ledger of a promise: opened under the table of promises, in the URL as `ledger=resolution`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core import shifts
from caselight.core.ledger import Ledger, Part, Turn, What, ledger
from caselight.core.wording import HOUR, MINUTE, clock, date
from caselight.store.casefile import ClockRow
from caselight.ui import html

PARAMETER = "ledger"
A_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Line:
    """One part in words, and its share of the strip."""

    start: str
    end: str
    look: str
    what: str
    by: str
    counted: str
    not_counted: str
    percent: float


@dataclass(frozen=True, slots=True)
class View:
    """A whole ledger in words; its minutes add up as they are shown."""

    promise: str
    since: str
    lines: tuple[Line, ...]
    counted: str
    not_counted: str
    wall: str


def show(client: str, rows: Sequence[ClockRow], turns: Sequence[Turn], *, now: datetime, zone: tzinfo) -> None:
    """Draw a way to open and close each promise's ledger, and the one that is open."""
    opened = st.query_params.get(PARAMETER, "")
    with st.container(key="ledger_toggles", gap=None):
        for row in rows:
            name = slug(row.promise)
            word = "hide ledger" if name == opened else "ledger"
            st.button(word, key=f"ledger_{name}", type="tertiary", on_click=_toggle, args=(name,))
    for row in rows:
        if slug(row.promise) == opened:
            found = ledger(row.clock(), turns, now=now)
            html.draw("ledger_panel", ledger=view(found, row, client, now=now, zone=zone))


def slug(promise: str) -> str:
    """Return a promise as the URL names it."""
    return promise.replace(" ", "-")


def view(found: Ledger, row: ClockRow, client: str, *, now: datetime, zone: tzinfo) -> View:
    """Return a ledger in words."""
    minutes = list(_minutes(found.parts))
    counted = sum((span for span, part in zip(minutes, found.parts, strict=True) if _counts(part)), timedelta())
    rest = sum(minutes, timedelta()) - counted
    hours = f"{client}, {shifts.in_words(row.clock().hours.weekly)}"
    lines = tuple(
        Line(
            start=_start(found.parts, place, now, zone),
            end=_end(part, now, zone, is_last=place == len(found.parts) - 1 and row.stopped_at is None),
            look=part.what.split()[0],
            what=_what(part, client, hours) + _holiday(part, row),
            by=part.by,
            counted=hours_and_minutes(minutes[place]) if _counts(part) else "",
            not_counted="" if _counts(part) else hours_and_minutes(minutes[place]),
            percent=round(100 * (part.span / found.wall), 3),
        )
        for place, part in enumerate(found.parts)
    )
    since = _moment(found.parts[0].start, now, zone) if found.parts else ""
    said = (hours_and_minutes(span) for span in (counted, rest, counted + rest))
    return View(row.promise, since, lines, *said)


def hours_and_minutes(span: timedelta) -> str:
    """Return a span without days, so that a column adds up by eye: 25m, 12h 00m, 27h 55m."""
    return f"{span // HOUR}h {span % HOUR // MINUTE:02}m" if span >= HOUR else f"{span // MINUTE}m"


def _minutes(parts: Sequence[Part]) -> Iterator[timedelta]:
    """Yield whole minutes for each part, cut so that each column adds up to its total, cut once."""
    used = {True: timedelta(), False: timedelta()}
    for part in parts:
        before, used[_counts(part)] = used[_counts(part)], used[_counts(part)] + part.span
        yield (used[_counts(part)] // MINUTE - before // MINUTE) * MINUTE


def _counts(part: Part) -> bool:
    return part.what is What.COUNTED


def _what(part: Part, client: str, hours: str) -> str:
    wait = f"Waiting for {part.why}" if part.why else "Waiting"
    return {
        What.COUNTED: f"{wait}; this clock goes on" if part.why else "In progress",
        What.WAITING: wait,
        What.RESOLVED: "Resolved, then reopened",
        What.OUTSIDE: f"Outside hours of {hours}",
        What.HOLIDAY: f"Holiday of {client}",
    }[part.what]


def _holiday(part: Part, row: ClockRow) -> str:
    """Return the name of the holiday, where the calendar knows it."""
    if part.what is not What.HOLIDAY or row.hours is None:
        return ""
    name = row.hours.get("names", {}).get(part.start.astimezone(ZoneInfo(row.hours["zone"])).date().isoformat())
    return f", {name}" if name else ""


def _start(parts: Sequence[Part], place: int, now: datetime, zone: tzinfo) -> str:
    """Return when a part begins; its day only on the first line, since the end of a line above says each new one."""
    return clock(parts[place].start, zone) if place else _moment(parts[place].start, now, zone)


def _end(part: Part, now: datetime, zone: tzinfo, *, is_last: bool) -> str:
    if is_last:
        return f"now {clock(part.end, zone)}"
    return clock(part.end, zone) if _same_day(part.start, part.end, zone) else _moment(part.end, now, zone)


def _same_day(one: datetime, other: datetime, zone: tzinfo) -> bool:
    return one.astimezone(zone).date() == other.astimezone(zone).date()


def _moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """Return day and time: the weekday alone while it can mean only one day."""
    said = date(at, zone, now=now)
    return f"{said.split()[0] if now - at < A_WEEK else said} {clock(at, zone)}"


def _toggle(name: str) -> None:
    if st.query_params.get(PARAMETER) == name:
        del st.query_params[PARAMETER]
    else:
        st.query_params[PARAMETER] = name
