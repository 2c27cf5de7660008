"""What is open: by age, each age its list, and the backlog of the last weeks with where it is going."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import streamlit as st

from caselight.core import lateness
from caselight.core.instant import read, write
from caselight.core.lateness import OpenCase
from caselight.core.refusal import Refusal
from caselight.core.wording import MONTHS
from caselight.store import pace
from caselight.store.caselist import Wanted
from caselight.ui import charts, charts_lines, daily, data, filters, html
from caselight.ui.charts_lines import Level
from caselight.ui.filters import Asked

OPEN_AT = "open_at"
HOUR = timedelta(hours=1)
AGES = {  # up to, and how it is called
    "age_1h": (timedelta(), HOUR, "0–1h"),
    "age_4h": (HOUR, 4 * HOUR, "1–4h"),
    "age_8h": (4 * HOUR, 8 * HOUR, "4–8h"),
    "age_24h": (8 * HOUR, 24 * HOUR, "8–24h"),
    "age_over": (24 * HOUR, timedelta.max, "over 24h"),
}
SHOWN = 28  # days of backlog
LOOK = charts.Look(text=13, dot=5, line=2, height=190)
TABLE = "backlog_as_table"
KEPT = 64  # pictures


def aged(name: str, cases: list[OpenCase], now: datetime) -> list[OpenCase]:
    """Return the open cases of an age."""
    low, high, _ = AGES[name]
    return [case for case in cases if low <= max(now - case.opened_at, timedelta()) < high]


def wanted(name: str) -> Callable[[Asked, datetime, date | None], Wanted]:
    """Return how the list behind a bar is found."""
    return lambda asked, now, _day: Wanted(
        numbers=frozenset(case.number for case in aged(name, filters.open_cases(asked), now))
    )


def ages(asked: Asked, now: datetime) -> None:
    """Draw how many open cases there are of each age, and how many of them are overdue."""
    cases = filters.open_cases(asked)
    found = {name: aged(name, cases, now) for name in AGES}
    longest = max(map(len, found.values()), default=0) or 1
    rows = [
        {
            "name": AGES[name][2],
            "n": f"{len(some):,}",
            "late": len(lateness.overdue(some, now)),
            "width": f"{100 * len(some) / longest:.1f}",
            "link": asked.link("cases", list=name),
        }
        for name, some in found.items()
    ]
    html.draw("speed_ages", rows=rows, total=len(cases))


def backlog(asked: Asked, now: datetime) -> None:
    """Draw the open cases at the start of each of the last days, now, and in a week."""
    found, names, instants = standing(asked, now)
    as_table = bool(st.session_state.get(TABLE))
    ahead = found.ahead
    levels = tuple(
        Level(name, count, name if (len(names) - 1 - place) % 7 == 0 else "", asked.link("cases", list=OPEN_AT, at=at))
        for place, (name, count, at) in enumerate(zip(names, found.counts, map(write, instants), strict=True))
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", key="backlog_head"):
        note = "dashed: in 7 days at the flow of 28; shaded: error of the last 8 such sums"
        html.draw("panel_head", head="Backlog", note=note, width="content")
        label = "Show as chart" if as_table else "Show as table"
        st.button(label, type="tertiary", key="backlog_toggle", on_click=_toggle)
    if as_table:
        html.draw("speed_backlog", rows=levels[::-1], ahead=ahead)
    else:
        said = (
            f"{found.counts[-1]:,} cases open now, {found.counts[0]:,} {SHOWN} days ago; "
            f"in 7 days about {ahead.expected:.0f}, between {ahead.low:.0f} and {ahead.high:.0f}."
        )
        picture = _picture(levels, (ahead.low, ahead.expected, ahead.high))
        st.vega_lite_chart(picture, theme=None, alt=said, key="backlog")


def standing(asked: Asked, now: datetime) -> tuple[pace.Standing, list[str], tuple[datetime, ...]]:
    """Return how many were open at each midnight of the last days and now, the names, and the instants."""
    today = now.astimezone(asked.zone).date()
    days = [today - timedelta(days=back) for back in range(SHOWN - 1, -1, -1)]
    instants = (*(daily.day_of(day, asked.zone)[0] for day in days), now.replace(second=0, microsecond=0))
    found = data.read(pace.standing_at, asked.scope, asked.among, instants=instants)
    return found, [*(f"{day.day} {MONTHS[day.month - 1]}" for day in days), "now"], instants


def open_at(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    """Return the cases that were open at the instant which the URL names; nothing yet to come."""
    try:
        at = read(str(st.query_params.get("at", "")))
    except Refusal:
        return Wanted(numbers=())
    return Wanted(numbers=data.read(pace.open_at, asked.scope, asked.among, at=at) if at <= now else ())


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


@lru_cache(maxsize=KEPT)
def _picture(levels: tuple[Level, ...], ahead: tuple[float, float, float]) -> dict[str, Any]:
    return charts.spec(charts_lines.backlog(levels, ahead, LOOK))
