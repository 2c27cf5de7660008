"""Escalations raised per day beside what is usual for the weekday, as a chart and as the same rows in a table."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st

from caselight.core.baseline import WINDOW, Judged, judged
from caselight.core.escalation_report import Raised
from caselight.store import escalation_history as reads
from caselight.ui import charts, daily, data, filters, html
from caselight.ui.filters import Asked

LOOK = charts.Look(text=13, dot=6, line=2, height=190, so_far="", shows_expected=True)
TABLE = "escalations_as_table"


def show(known: Sequence[Raised], asked: Asked, now: datetime) -> None:
    """Draw the panel: heading, chart or table."""
    days = per_day(known, asked, now)
    as_table = bool(st.session_state.get(TABLE))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="escalation_days_head"):
        html.draw("escalations_days_head", hidden=all(day.usual is None for day in days), width="content")
        st.button(
            "Show as chart" if as_table else "Show as table", type="tertiary", key="raised_toggle", on_click=_toggle
        )
    if as_table:
        html.draw("escalations_days", rows=daily.rows(days, lambda day: _link(day, asked)))
    else:
        buckets = tuple(daily.bucket(day, _link(day, asked), days=len(days)) for day in days)
        said = daily.finding(days, "Escalations raised")
        st.vega_lite_chart(daily.picture(buckets, LOOK), theme=None, alt=said, key="escalations_per_day")


def first(asked: Asked, now: datetime) -> datetime:
    """Return when the first day of the chart began."""
    day = now.astimezone(asked.zone).date() - timedelta(days=shown(asked) - 1)
    return daily.day_of(day, asked.zone)[0]


def shown(asked: Asked) -> int:
    """Return how many days the chart shows, today among them."""
    return max(daily.LEAST_DAYS, filters.PERIODS[asked.period].days)


def per_day(known: Sequence[Raised], asked: Asked, now: datetime) -> list[Judged]:
    """Return the days of the chart, today last, each beside its usual of the eight weeks before."""
    begins = first(asked, now)
    today, days = now.astimezone(asked.zone).date(), shown(asked)
    since = daily.day_of(today - timedelta(days=days + WINDOW - 1), asked.zone)[0]
    past = data.read_slowly(reads.raised_at, asked.scope, asked.among, since=since)
    instants = [*(at for at in past if at < begins), *(row.raised_at for row in known if row.raised_at >= begins)]
    counts = Counter(at.astimezone(asked.zone).date() for at in instants)
    began = min(counts, default=today)
    series = [(day, counts[day]) for back in range(days + WINDOW - 1, -1, -1) if (day := today - timedelta(days=back))]
    shown_from = today - timedelta(days=days - 1)
    return judged([(day, count) for day, count in series if day >= min(began, shown_from)], since=shown_from)


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


def _link(each: Judged, asked: Asked) -> str:
    return asked.link("escalations", list="raised", day=each.at.isoformat())
