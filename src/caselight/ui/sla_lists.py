"""The lists behind the numbers of the SLA page: the promises that were counted, each with its clause and ledger."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import streamlit as st

from caselight.core import sla
from caselight.core.sla import Kept, Left, Opened, Way, Window
from caselight.core.wording import duration, moment, reference
from caselight.ui import html
from caselight.ui.filters import Asked

PAGE = 25


@dataclass(frozen=True, slots=True)
class Found:
    """What the page is made of: promises, cases opened, the way to count, and the period."""

    rows: Sequence[Kept]
    opened: Sequence[Opened]
    way: Way
    window: Window


LISTS: dict[str, tuple[str, Callable[[sla.Counted], Iterable[Kept]]]] = {
    "missed": ("missed", lambda counts: counts.missed),
    "met": ("met", lambda counts: counts.met),
    "near": ("met with nine tenths of the target used or more", lambda counts: counts.near),
}
RAW = "raw_missed"
EXCLUDED = "excluded"


def link(asked: Asked, found: Found, name: str, *, promise: str = "", client: str = "", priority: int = 0) -> str:
    """Return the address of a list."""
    more = {"client": client, "pri": f"P{priority}" if priority else "", "promise": promise}
    way = {"way": found.way.value.capitalize()} if found.way is not Way.DECIDED else {}
    return asked.link("sla", list=name, **way, **{key: value for key, value in more.items() if value})


def show(found: Found, asked: Asked, now: datetime) -> None:
    """Draw the list that the URL names, the misses where it names none."""
    name, promise = str(st.query_params.get("list", "missed")), str(st.query_params.get("promise", ""))
    promise = promise if promise in sla.PROMISES else ""
    rows = list(lines(found, name, promise, asked, now))
    pages = max(1, ceil(len(rows) / PAGE))
    page = min(int(st.session_state.get("sla_page", 1)), pages)
    html.draw(
        "sla_list",
        rows=rows[(page - 1) * PAGE : page * PAGE],
        total=len(rows),
        what=", ".join(filter(None, (_label(name), promise))),
        close=asked.link("sla") if "list" in st.query_params else "",
    )
    if pages > 1:
        st.pagination(pages, key="sla_page")


def lines(found: Found, name: str, promise: str, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the lines of a list in words, what was due last first."""
    rows = [row for row in found.rows if not promise or row.promise == promise]
    if name == EXCLUDED:
        kinds = [promise] if promise else sorted({row.promise for row in found.rows})
        for kind in kinds:
            left = sla.left(found.rows, found.opened, kind, way=found.way, window=found.window)
            yield from (_left(one, asked, now) for one in reversed(left))
        return
    counts = sla.raw(rows, found.way, found.window) if name == RAW else sla.counted(rows, found.way, found.window)
    chosen = LISTS.get(name, LISTS["missed"])[1](counts)
    yield from (_line(row, asked, now) for row in sorted(chosen, key=_when, reverse=True))


def _label(name: str) -> str:
    if name == EXCLUDED:
        return "opened in the period without a verdict"
    return "missed if pauses counted" if name == RAW else LISTS.get(name, LISTS["missed"])[0]


def _when(row: Kept) -> tuple[datetime, int]:
    return row.missed_at or row.stopped_at or row.opened_at, row.case


def _line(row: Kept, asked: Asked, now: datetime) -> dict[str, Any]:
    due = row.missed_at or row.due_at
    return {
        "case": reference(row.case),
        "client": row.client,
        "title": row.title,
        "priority": f"P{row.priority}",
        "promise": row.promise,
        "slug": row.promise.replace(" ", "-"),
        "clause": row.clause,
        "due": moment(due, asked.zone, now=now) if due else "",
        "state": _state(row, now),
    }


def _state(row: Kept, now: datetime) -> str:
    """Return by how much it was late, or how much of the target it took."""
    held = f", paused {duration(row.paused)}" if row.paused else ""
    if row.missed_at:
        late = duration((row.stopped_at or now) - row.missed_at)
        return f"late by {late}{held}" if row.stopped_at else f"open, late by {late}{held}"
    return f"{row.used:.0%} of {duration(row.target)} used{held}" if row.used is not None else f"met{held}"


def _left(one: Left, asked: Asked, now: datetime) -> dict[str, Any]:
    case = one.case
    return {
        "case": reference(case.case),
        "client": case.client,
        "title": case.title,
        "priority": f"P{case.priority}",
        "promise": one.promise,
        "slug": one.promise.replace(" ", "-"),
        "clause": "",
        "due": f"opened {moment(case.opened_at, asked.zone, now=now)}",
        "state": one.why,
    }
