"""Escalations raised per day beside what is usual for the weekday, as a chart and as the same rows in a table."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import streamlit as st

from caselight.core.baseline import WINDOW, Judged, judged
from caselight.core.escalation_report import Raised
from caselight.core.wording import MONTHS
from caselight.store import escalation_history as reads
from caselight.ui import charts, daily, data, filters, html
from caselight.ui.filters import Asked

LOOK = charts.Look(text=13, dot=6, line=2, height=190, so_far="", shows_expected=True)
TABLE = "escalations_as_table"
KEPT = 64  # pictures


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
        html.draw("escalations_days", rows=_rows(days, asked))
    else:
        st.vega_lite_chart(_picture(tuple(days)), theme=None, alt=finding(days), key="escalations_per_day")


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
    past = data.read_slowly(reads.raised_at, asked.scope, priorities=asked.priorities, since=since)
    instants = [*(at for at in past if at < begins), *(row.raised_at for row in known if row.raised_at >= begins)]
    counts = Counter(at.astimezone(asked.zone).date() for at in instants)
    began = min(counts, default=today)
    series = [(day, counts[day]) for back in range(days + WINDOW - 1, -1, -1) if (day := today - timedelta(days=back))]
    shown_from = today - timedelta(days=days - 1)
    return judged([(day, count) for day, count in series if day >= min(began, shown_from)], since=shown_from)


def finding(days: Sequence[Judged]) -> str:
    """Return what the chart shows, for those who do not see it."""
    above = [f"{each.count} on {_name(each.at)}" for each in days[:-1] if each.alarm]
    found = f"above the usual: {', '.join(above)}" if above else "none above the usual"
    return f"Escalations raised per day over the last {len(days)} days, {found}; {days[-1].count} today so far."


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


@lru_cache(maxsize=KEPT)
def _picture(days: tuple[Judged, ...]) -> dict[str, Any]:
    return charts.spec(charts.control([_bucket(day, days=len(days)) for day in days], LOOK))


def _bucket(each: Judged, *, days: int) -> charts.Bucket:
    usual = each.usual
    low, expected, high = (usual.low, usual.expected, usual.high) if usual else (None, None, None)
    is_ticked = each.at.weekday() == 0 and (days <= daily.LEAST_DAYS or each.at.isocalendar().week % 3 == 0)
    tick = f"{each.at.day} {MONTHS[each.at.month - 1]}" if is_ticked else ""
    return charts.Bucket(_name(each.at), each.count, low, expected, high, alarm=each.alarm, tick=tick)


def _rows(days: Sequence[Judged], asked: Asked) -> list[dict[str, str]]:
    return [
        {
            "day": _name(each.at),
            "count": f"{each.count:,}",
            "usual": f"{int(each.usual.low):,}–{int(each.usual.high):,}" if each.usual else "not known yet",
            "alarm": "above the usual" if each.alarm else "today so far" if each is days[-1] else "",
            "link": asked.link("escalations", list="raised", day=each.at.isoformat()),
        }
        for each in reversed(days)
    ]


def _name(at: date) -> str:
    return f"{at:%a} {at.day} {MONTHS[at.month - 1]}"
