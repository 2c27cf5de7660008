"""The timeline of interruptions, service by service, as a chart and as the same rows in a table."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core.availability import Spell, grouped, lanes, merged
from caselight.core.downtime import length
from caselight.core.wording import duration, moment, reference
from caselight.ui import charts, charts_spells, html
from caselight.ui.charts_spells import Stretch
from caselight.ui.outage_now import instant
from caselight.ui.outage_seen import Seen

MOST = 8  # rows
TICKS = 7
HOUR = 3600
TABLE = "spells_as_table"
KEPT = 32  # pictures
Row = tuple[str, list[Spell]]


def show(seen: Seen, zone: ZoneInfo) -> None:
    """Draw the panel: heading, chart or table."""
    rows = rows_of(seen)
    as_table = bool(st.session_state.get(TABLE))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="spells_head"):
        note = "solid: out, outlined: degraded, pale: planned, dot: a third party's; longest downtime first"
        html.draw("panel_head", head="What was down, by service", note=note, width="content")
        label = "Show as chart" if as_table else "Show as table"
        st.button(label, type="tertiary", key="spells_toggle", on_click=_toggle)
    if not rows:
        html.draw("outages_none")
    elif as_table:
        html.draw("outages_spells", rows=[_said(each, seen, zone) for each in reversed(seen.now)])
    else:
        names, stretches = stretches_of(rows[:MOST], seen, zone)
        end = seen.window[1] - seen.window[0]
        picture = _picture(names, stretches, tuple(ticks(seen, zone).items()), end / HOUR)
        st.vega_lite_chart(picture, theme=None, alt=finding(rows, seen), key="spells")
        if rows[MOST:]:
            html.draw("outages_left_out", services=len(rows[MOST:]), n=sum(len(spells) for _, spells in rows[MOST:]))


def rows_of(seen: Seen) -> list[Row]:
    """Return the services with their spells, the longest unplanned downtime first."""
    own = grouped(seen.now, lambda each: (seen.name(each), seen.clients.get(each.client, "")))
    named = [(", ".join(filter(None, map(str, key))), spells) for key, spells in _pairs(own)]
    return sorted(named, key=lambda row: (-unplanned(row[1], seen), row[0]))


def unplanned(spells: list[Spell], seen: Seen) -> float:
    """Return the seconds of the period in which one of the spells lasted unplanned."""
    return length(merged((each for each in spells if not each.is_planned), *seen.window))


def finding(rows: list[Row], seen: Seen) -> str:
    """Return what the chart shows, for those who do not see it."""
    name, spells = rows[0]
    lasted = duration(timedelta(seconds=unplanned(spells, seen)))
    count = len({each.case for _, own in rows for each in own})
    return (
        f"Interruptions by service: {count} cases on {len(rows)} services; {name} was down longest, {lasted} unplanned."
    )


def stretches_of(rows: list[Row], seen: Seen, zone: ZoneInfo) -> tuple[tuple[str, ...], tuple[Stretch, ...]]:
    """Return the names of the rows and their bars, clipped to the period, overlapping ones in lanes of their own."""
    since, until = seen.window
    found = []
    for place, (_, spells) in enumerate(rows):
        taken = lanes(spells)
        for spell, lane in zip(spells, taken, strict=True):
            said = _said(spell, seen, zone)
            found.append(
                Stretch(
                    place, lane, max(taken) + 1,
                    (max(spell.start, since) - since) / HOUR, (min(spell.end, until) - since) / HOUR,
                    said["look"], said["case"], f"{said['since']}, {said['lasted']}", said["badly"],
                    f"/case?id={said['case']}", is_vendor=bool(spell.vendor),
                )
            )  # fmt: skip
    return tuple(name for name, _ in rows), tuple(found)


def ticks(seen: Seen, zone: ZoneInfo) -> dict[float, str]:
    """Return the midnights to name under the axis, or the hours of a single day, by their hour of the period."""
    hours = (seen.until - seen.since) / timedelta(hours=1)
    step = timedelta(hours=4) if hours <= 2 * 24 else timedelta(days=max(1, round(hours / 24 / TICKS)))
    at = datetime.combine(seen.since.astimezone(zone).date(), time(), zone)
    found = {}
    while at < seen.until:
        if at >= seen.since:
            name = f"{at:%H:%M}" if step < timedelta(days=1) else moment(at, zone, now=seen.until).rsplit(" ", 1)[0]
            found[(at.timestamp() - seen.window[0]) / HOUR] = name
        at += step
    return found


def _pairs(own: dict[Any, list[Spell]]) -> list[tuple[Any, list[Spell]]]:
    return list(own.items())


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


def _said(spell: Spell, seen: Seen, zone: ZoneInfo) -> dict[str, str]:
    look = "planned" if spell.is_planned else "out" if spell.is_out else "degraded"
    end = min(spell.end, seen.window[1])
    return {
        "case": reference(spell.case),
        "client": seen.clients.get(spell.client, ""),
        "service": seen.name(spell),
        "since": moment(instant(spell.start), zone, now=seen.until),
        "lasted": duration(timedelta(seconds=end - spell.start)) + (" so far" if spell.end > seen.window[1] else ""),
        "look": look,
        "badly": ", ".join(filter(None, (look, spell.vendor))),
    }


@lru_cache(maxsize=KEPT)
def _picture(
    names: tuple[str, ...], stretches: tuple[Stretch, ...], ticks: tuple[tuple[float, str], ...], end: float
) -> dict[str, Any]:
    return charts.spec(charts_spells.spells(names, stretches, dict(ticks), end))
