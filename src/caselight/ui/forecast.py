"""The Forecast: the cases that will miss a promise in so many working minutes, and the risk of the others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import ceil

import streamlit as st

from caselight.core import forecast
from caselight.core.forecast import Chance, Coming, Forecast
from caselight.core.people import Principal
from caselight.core.wording import MINUTE, clock, duration, moment, reference
from caselight.store import forecast as reads
from caselight.store import matured
from caselight.ui import data, html
from caselight.ui.filters import Asked

PAGE = 20


@dataclass(frozen=True, slots=True)
class Group:
    """The cases that will miss a promise in one stretch of working time, and how many by its end."""

    label: str
    so_far: str
    rows: list[dict[str, str]]


def show(me: Principal, asked: Asked) -> None:
    """Draw what is coming on the left, the risk of the rest on the right."""
    now = data.now()
    found = of(me, asked, now)
    then = _coming(found.then, now, asked.zone) if found.then else None
    with st.container(key="forecast_body"):
        left, right = st.columns([1.3, 1], gap="small")
        with left, st.container(key="panel_coming", height="stretch"):
            html.draw("forecast_coming", groups=groups(found, now, asked.zone), then=then)
        with right, st.container(key="panel_risk", height="stretch"):
            _rest(found.rest)


def of(me: Principal, asked: Asked, now: datetime) -> Forecast:
    """Return the forecast of the cases that pass the filters; the past is that of all clients the person may see."""
    watched = [one for one in data.read(reads.watched, asked.scope) if asked.passes(one.case.priority)]
    past = data.read_slowly(matured.past, me.scope, until=matured.last_hour(now))
    return forecast.look_ahead(watched, past, now)


def groups(found: Forecast, now: datetime, zone: tzinfo) -> list[Group]:
    """Return the stretches of working time, each with its cases in words."""
    return [
        Group(
            label=f"{low // MINUTE} to {high // MINUTE} minutes" if low else f"Within {high // MINUTE} minutes",
            so_far=f"{len(found.within(high)):,} within {high // MINUTE}" if low else "",
            rows=[_coming(each, now, zone) for each in rows],
        )
        for low, high, rows in found.between()
    ]


def _coming(each: Coming, now: datetime, zone: tzinfo) -> dict[str, str]:
    is_today = each.due_at - now < timedelta(days=1)
    return {
        "left": duration(each.left),
        "due": clock(each.due_at, zone) if is_today else moment(each.due_at, zone, now=now),
        "promise": each.promise,
        **_case(each),
    }


def _rest(rest: tuple[Chance, ...]) -> None:
    pages = ceil(len(rest) / PAGE)
    page = min(int(st.session_state.get("forecast_page", 1)), max(pages, 1))
    shown = rest[(page - 1) * PAGE : page * PAGE]
    html.draw(
        "forecast_risk",
        rows=[_chance(each) for each in shown],
        total=len(rest),
        paused=sum(each.is_paused for each in rest),
        silent=silent(rest),
    )
    if pages > 1:
        st.pagination(pages, key="forecast_page")


def silent(rest: Iterable[Chance]) -> list[str]:
    """Return for which clients and priorities no risk is shown, and why; a paused case says so itself."""
    kinds = Counter(
        (each.case.client, each.case.priority, each.why) for each in rest if each.why not in ("", forecast.PAUSED)
    )
    return [
        f"{client} P{priority} ({n:,} case{'s' if n != 1 else ''}): {why}"
        for (client, priority, why), n in sorted(kinds.items())
    ]


def _chance(each: Chance) -> dict[str, str]:
    return {
        "risk": f"{each.risk:.0%}" if each.risk is not None else "" if each.is_paused else "n/a",
        "n": f"{each.n:,}",
        "used": f"{each.used:.0%}",
        "state": "paused" if each.is_paused else "",
        **_case(each),
    }


def _case(each: Coming | Chance) -> dict[str, str]:
    return {
        "case": reference(each.case.number),
        "client": each.case.client,
        "title": each.case.title,
        "priority": f"P{each.case.priority}",
        "owner": each.case.owner or "",
    }
