"""Failures per day beside what is usual for the weekday, as a chart and as the same rows in a table."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core.baseline import WINDOW, Judged, judged
from caselight.core.records import FAILURES
from caselight.core.wording import MONTHS
from caselight.store import overview as reads
from caselight.ui import charts, data, filters, html
from caselight.ui.filters import Asked

LEAST_DAYS = 30
LOOK = charts.Look(text=13, dot=6, line=2, height=230, so_far="today so far", shows_expected=True)
TABLE = "failures_as_table"
KEPT = 64  # pictures


def show(asked: Asked, now: datetime) -> None:
    """Draw the panel: heading, chart or table."""
    days = per_day(asked, now)
    as_table = bool(st.session_state.get(TABLE))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="failures_head"):
        html.draw("overview_failures", days=len(days), hidden=all(day.usual is None for day in days), width="content")
        st.button(
            "Show as chart" if as_table else "Show as table",
            type="tertiary",
            key="failures_toggle",
            on_click=_toggle,
        )
    if as_table:
        html.draw("overview_days", rows=rows(days, lambda day: day_link(day, asked)))
    else:
        buckets = tuple(bucket(day, day_link(day, asked), days=len(days)) for day in days)
        st.vega_lite_chart(picture(buckets, LOOK), theme=None, alt=finding(days), key="failures_per_day")


def per_day(asked: Asked, now: datetime) -> list[Judged]:
    """Return the days of the period, 30 at least, today last, each beside its usual."""
    shown = max(LEAST_DAYS, filters.PERIODS[asked.period].days)
    today = now.astimezone(asked.zone).date()
    days = [today - timedelta(days=back) for back in range(shown + WINDOW - 1, -1, -1)]
    counts = data.read(
        reads.opened_per_day,
        asked.scope,
        asked.among.of_types(FAILURES),
        days=tuple(day_of(day, asked.zone) for day in days),
    )
    known = list(zip(days, counts, strict=True))
    began = next((at for at, (_, count) in enumerate(known) if count), len(known))
    return judged(known[min(began, WINDOW) :], since=days[WINDOW])


def day_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants between which a day lies in a zone."""
    start, end = (datetime.combine(at, time(), zone).astimezone(UTC) for at in (day, day + timedelta(days=1)))
    return start, end


def day_link(each: Judged, asked: Asked) -> str:
    """Return the address of the list of a day's failures."""
    return asked.link("cases", list="failures", day=each.at.isoformat())


def finding(days: Sequence[Judged], what: str = "Failures") -> str:
    """Return what the chart shows, for those who do not see it."""
    above = [f"{each.count} on {_name(each.at)}" for each in days[:-1] if each.alarm]
    found = f"above the usual: {', '.join(above)}" if above else "none above the usual"
    return f"{what} per day over the last {len(days)} days, {found}; {days[-1].count} today so far."


@lru_cache(maxsize=KEPT)
def picture(buckets: tuple[charts.Bucket, ...], look: charts.Look) -> dict[str, Any]:
    """Return the control chart of some days, kept: making it costs more than all the rest."""
    return charts.spec(charts.control(buckets, look))


def bucket(each: Judged, link: str, *, days: int) -> charts.Bucket:
    """Return a day as the chart draws it, with the list that a click opens; Mondays are named under the axis."""
    usual = each.usual
    low, expected, high = (usual.low, usual.expected, usual.high) if usual else (None, None, None)
    tick = f"{each.at.day} {MONTHS[each.at.month - 1]}" if _is_ticked(each.at, days) else ""
    return charts.Bucket(_name(each.at), each.count, low, expected, high, alarm=each.alarm, tick=tick, link=link)


def rows(days: Sequence[Judged], link: Callable[[Judged], str]) -> list[dict[str, str]]:
    """Return the days as rows of a table, the newest first, each with its list."""
    return [
        {
            "day": _name(each.at),
            "count": f"{each.count:,}",
            "usual": f"{int(each.usual.low):,}–{int(each.usual.high):,}" if each.usual else "not known yet",
            "alarm": "above the usual" if each.alarm else "today so far" if each is days[-1] else "",
            "link": link(each),
        }
        for each in reversed(days)
    ]


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


def _is_ticked(at: date, days: int) -> bool:
    return at.weekday() == 0 and (days <= LEAST_DAYS or at.isocalendar().week % 3 == 0)


def _name(at: date) -> str:
    return f"{at:%a} {at.day} {MONTHS[at.month - 1]}"
