"""The contract month of one client: what was met so far, the target, and how many may still be missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core import sla
from caselight.core.board import Standing
from caselight.core.promises import Promise
from caselight.core.sla import Kept, Window
from caselight.core.wording import FEW, MONTHS, percent
from caselight.store import overview as agreements
from caselight.store import sla as reads
from caselight.store.caselist import Wanted
from caselight.ui import charts, data, html, overview, sla_charts
from caselight.ui.filters import Asked
from caselight.ui.sla_charts import Day

LOOK = charts.Look(text=13, dot=6, line=2, height=196)
TABLE = "sla_month_as_table"
Counts = tuple[tuple[date, int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A client's contract month: how it stands, the zone it begins in, its resolutions, and the part that is over."""

    standing: Standing
    zone: ZoneInfo
    rows: Sequence[Kept]
    window: Window

    @property
    def days(self) -> list[tuple[date, int, int]]:
        """Return each day with how many were met of how many decided by its end."""
        return sla.by_day(self.rows, self.window, self.zone)


def show(asked: Asked, now: datetime) -> None:
    """Draw the month of the client asked for; of several, of the one furthest below its target."""
    found = month(asked, now)
    if found is None:
        html.draw("sla_month_none")
        return
    standing, zone = found.standing, found.zone
    days = tuple((*day, _link(asked, found, day[0])) for day in found.days)
    as_table = bool(st.session_state.get(TABLE))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="sla_month_head"):
        html.draw("sla_month_head", client=standing.client, zone=zone.key, width="content")
        st.button(
            "Show as chart" if as_table else "Show as table", type="tertiary", key="month_toggle", on_click=_toggle
        )
    if as_table:
        html.draw("sla_month", rows=[_row(*day) for day in reversed(days)])
    else:
        picture = _picture(days, standing.per_mille, allowance(standing))
        st.vega_lite_chart(picture, theme=None, alt=finding(standing), key="sla_month_chart")


def month(asked: Asked, now: datetime) -> Month | None:
    """Return the month of the client asked for, or of the one furthest below; None where nothing is decided yet."""
    agreed = data.read(agreements.agreed, asked.scope, at=now.replace(minute=0, second=0, microsecond=0))
    judged = [one for one in overview.standings(asked, now, back=None) if one.n]
    if not judged:
        return None
    worst = min(judged, key=lambda one: (one.gap, one.client))
    of = next(one for one in agreed if one.client == worst.client)
    zone = ZoneInfo(of.zone)
    since, until = overview.month(now, zone)
    scope = asked.scope.narrowed([of.client_id])
    rows = data.read_slowly(reads.promises, scope, asked.among, since=since, until=until)
    resolutions = tuple(row for row in rows if row.promise == Promise.RESOLUTION)
    return Month(worst, zone, resolutions, Window(since, until))


def until(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    """Return the cases of which the resolution was met or missed by the end of the day that the URL names."""
    found, said = month(asked, now), str(st.query_params.get("at", ""))
    days = {day.isoformat(): day for day, _, _ in found.days} if found else {}
    if found is None or said not in days:
        return Wanted(numbers=())
    return Wanted(numbers=sla.decided_by(found.rows, found.window, found.zone, days[said]))


def allowance(standing: Standing) -> str:
    """Return how many more may be missed of those decided so far."""
    left = standing.allowance
    return f"{-left:,} too many" if left < 0 else f"can still miss {left:,}"


def finding(standing: Standing) -> str:
    """Return what the chart shows, for those who do not see it."""
    said = f"{percent(standing.met, standing.n)} against {standing.per_mille / 10:.1f}%"
    return f"Resolutions met since the month of {standing.client} began: {said}, {allowance(standing)}."


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


@lru_cache(maxsize=64)
def _picture(days: Counts, per_mille: int, said: str) -> dict[str, Any]:
    return charts.spec(sla_charts.month(_days(days), per_mille / 1000, said, LOOK))


def _days(days: Counts) -> list[Day]:
    return [
        Day(
            name=_name(at),
            share=met / n if n >= FEW else None,
            says=percent(met, n) if n else "",
            tick=_name(at) if place % 7 == 0 else "",
            link=link,
        )
        for place, (at, met, n, link) in enumerate(days)
    ]


def _row(at: date, met: int, n: int, link: str) -> dict[str, str]:
    share = percent(met, n) if n else "n/a"
    return {"day": _name(at), "met": f"{met:,}", "missed": f"{n - met:,}", "n": f"{n:,}", "share": share, "link": link}


def _link(asked: Asked, found: Month, at: date) -> str:
    return asked.link("cases", list="sla_until", at=at.isoformat(), client=found.standing.client)


def _name(at: date) -> str:
    return f"{at.day} {MONTHS[at.month - 1]}"
