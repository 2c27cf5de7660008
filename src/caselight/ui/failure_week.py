"""When in the week failures come: weekday and hour as one picture of one hue, and as the same rows in a table."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from caselight.core.records import FAILURES
from caselight.core.wording import DAYS
from caselight.store import failures
from caselight.store.caselist import Wanted
from caselight.ui import charts, data, html
from caselight.ui.charts import Layer, Look, ink
from caselight.ui.filters import Asked

Week = tuple[tuple[int, ...], ...]
Links = tuple[tuple[str, ...], ...]
LOOK = Look(text=13, height=206)
TABLE = "week_as_table"
EVERY = 3  # hours named
KEPT = 64  # pictures


def show(week: Week, asked: Asked) -> None:
    """Draw the panel: heading, picture or table."""
    as_table = bool(st.session_state.get(TABLE))
    links = tuple(tuple(_link(day, hour, asked) for hour in range(24)) for day in range(len(week)))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="week_head"):
        html.draw("panel_head", head="In the week", note=f"darker: more; hours of {asked.zone.key}", width="content")
        label = "Show as chart" if as_table else "Show as table"
        st.button(label, type="tertiary", key="week_toggle", on_click=_toggle)
    if as_table:
        counts = [list(zip(*each, strict=True)) for each in zip(week, links, strict=True)]
        html.draw("failure_week", rows=list(zip(DAYS, counts, strict=True)), hours=range(24))
    else:
        st.vega_lite_chart(_picture(week, links), theme=None, alt=finding(week), key="week")


def at(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    """Return the failures of one hour of one weekday, as the URL names it: 0-13 is Monday from 13:00 to 14:00."""
    since, until = asked.between(now)
    rows = data.read(failures.opened, asked.scope, asked.among.of_types(FAILURES), since=since, until=until)
    said = st.query_params.get("at", "")
    local = ((row.number, row.opened_at.astimezone(asked.zone)) for row in rows)
    return Wanted(numbers=frozenset(number for number, hour in local if said == f"{hour.weekday()}-{hour.hour}"))


def finding(week: Week) -> str:
    """Return what the picture shows, for those who do not see it."""
    most, day, hour = max((n, -day, -hour) for day, hours in enumerate(week) for hour, n in enumerate(hours))
    if not most:
        return "No failure in any hour of the week."
    whole = sum(map(sum, week))
    return f"Failures by weekday and hour: most on {DAYS[-day]} from {-hour:02}:00, {most:,} of {whole:,}."


def heat(week: Week, links: Links, look: Look) -> Layer:
    """Return a tile for each hour of each weekday; the more, the less transparent."""
    rows = [
        {"day": day, "hour": hour, "count": n, "name": f"{DAYS[day]} {hour:02}:00", "link": links[day][hour]}
        for day, hours in enumerate(week)
        for hour, n in enumerate(hours)
    ]
    shades = alt.Scale(domain=[0, max(1, *map(max, week))], range=[0.04, 1])
    hours = alt.Axis(
        title=None,
        values=list(range(0, 24, EVERY)),
        labelExpr="format(datum.value, '02') + ':00'",
        domain=False,
        ticks=False,
        labelAngle=0,
    )
    days = alt.Axis(title=None, labelExpr=f"({list(DAYS)})[datum.value]", domain=False, ticks=False)
    tiles = alt.Chart(pd.DataFrame(rows)).mark_rect(color=ink("data"), stroke=ink("panel"), strokeWidth=1)
    chart = tiles.encode(
        x=alt.X("hour", type="ordinal", axis=hours, scale=alt.Scale(paddingInner=0)),
        y=alt.Y("day", type="ordinal", axis=days),
        opacity=alt.Opacity("count", type="quantitative", scale=shades, legend=None),
        href=alt.Href("link", type="nominal"),
        tooltip=[
            alt.Tooltip("name", type="nominal", title="When"),
            alt.Tooltip("count", type="quantitative", title="Failures"),
        ],
    )
    return charts.themed(alt.layer(chart), look)


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


@lru_cache(maxsize=KEPT)
def _picture(week: Week, links: Links) -> dict[str, Any]:
    return charts.spec(heat(week, links, LOOK))


def _link(day: int, hour: int, asked: Asked) -> str:
    return asked.link("cases", list="failures_at", at=f"{day}-{hour}", period=asked.period)
