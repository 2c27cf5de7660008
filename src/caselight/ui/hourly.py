"""Failures per hour of the last day beside what is usual for the hour of the week, as a chart and as a table."""

from datetime import datetime, timedelta

import streamlit as st

from caselight.core import board
from caselight.core.baseline import WINDOW, Judged
from caselight.core.instant import write
from caselight.core.records import FAILURES
from caselight.core.wording import DAYS
from caselight.store import overview as reads
from caselight.ui import charts, daily, data, html
from caselight.ui.filters import Asked

HOURS = 24
HOUR = timedelta(hours=1)
EVERY = 3  # hours named
LOOK = charts.Look(text=13, dot=6, line=2, height=206, so_far="this hour so far", shows_expected=True)
TABLE = "hours_as_table"


def show(asked: Asked, now: datetime) -> None:
    """Draw the panel: heading, chart or table."""
    hours = per_hour(asked, now)
    as_table = bool(st.session_state.get(TABLE))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="hours_head"):
        html.draw("panel_head", head="Failures per hour", note="shaded: usual range for the hour", width="content")
        label = "Show as chart" if as_table else "Show as table"
        st.button(label, type="tertiary", key="hours_toggle", on_click=_toggle)
    if as_table:
        html.draw("failure_hours", rows=[_row(each) | {"link": _link(each, asked)} for each in reversed(hours)])
    else:
        buckets = tuple(_bucket(each, place, _link(each, asked)) for place, each in enumerate(hours))
        st.vega_lite_chart(daily.picture(buckets, LOOK), theme=None, alt=finding(hours), key="failures_per_hour")


def per_hour(asked: Asked, now: datetime) -> list[Judged]:
    """Return the last full hours and the running one, each beside its usual."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    opened = data.read(
        reads.opened_at,
        asked.scope,
        asked.among.of_types(FAILURES),
        since=hour - timedelta(days=WINDOW + 2),
    )
    return board.per_hour(board.by_hour(opened), now, asked.zone, hours=HOURS + 1)


def finding(hours: list[Judged]) -> str:
    """Return what the chart shows, for those who do not see it."""
    above = [f"{each.count} at {_name(each)}" for each in hours[:-1] if each.alarm]
    found = f"above the usual: {', '.join(above)}" if above else "none above the usual"
    return f"Failures per hour over the last {HOURS} hours, {found}; {hours[-1].count} this hour so far."


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


def _link(each: Judged, asked: Asked) -> str:
    """Return the address of the list of an hour's failures: those opened from its beginning to its end."""
    if not isinstance(each.at, datetime):
        return ""
    opened = {"from": write(each.at), "to": write(each.at + HOUR)}
    return asked.link("cases", list="failures", **opened)


def _bucket(each: Judged, place: int, link: str) -> charts.Bucket:
    usual = each.usual
    low, expected, high = (usual.low, usual.expected, usual.high) if usual else (None, None, None)
    tick = _name(each)[4:] if (HOURS - place) % EVERY == 0 else ""
    return charts.Bucket(_name(each), each.count, low, expected, high, alarm=each.alarm, tick=tick, link=link)


def _row(each: Judged) -> dict[str, str]:
    return {
        "name": _name(each),
        "count": f"{each.count:,}",
        "usual": f"{int(each.usual.low):,}–{int(each.usual.high):,}" if each.usual else "not known yet",
        "alarm": "above the usual" if each.alarm else "",
    }


def _name(each: Judged) -> str:
    at = each.at
    return f"{DAYS[at.weekday()]} {at.hour:02}:00" if isinstance(at, datetime) else ""
