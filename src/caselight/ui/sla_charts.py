"""The two charts of the SLA page, from plain rows: a dot against its target, and a month that fills up."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from caselight.ui import charts
from caselight.ui.charts import Layer, Look, ink

ROW = 40  # pixels


@dataclass(frozen=True, slots=True)
class Dot:
    """One client's share beside its target; the interval is where the share may lie, few is drawn hollow."""

    name: str
    share: float
    target: float
    low: float
    high: float
    says: str
    is_few: bool
    is_below: bool
    link: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The share of a month's promises met by the end of a day; none where nothing is decided yet."""

    name: str
    share: float | None
    says: str
    tick: str = ""
    link: str = ""


def dots(rows: Sequence[Dot], look: Look) -> Layer:
    """Return a line per client, worst first: interval, target, dot, and the share in words under the name."""
    frame = pd.DataFrame([_dot(place, row) for place, row in enumerate(rows)])
    lowest = float(frame[["low", "share", "target"]].min().min())
    floor = max(0.0, lowest - 0.08 * (1 - lowest) - 0.005)
    scale = alt.Scale(domain=[floor, 1 + 0.03 * (1 - floor)], nice=False)
    axis = alt.Axis(title=None, format=".0%", values=_ticks(floor), domain=False, ticks=False)
    x = alt.X("share", type="quantitative", scale=scale, axis=axis)
    said = {row.name: [row.name, row.says] for row in rows}  # in two lines, so that no words lie over a mark
    names = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        grid=False,
        labelLimit=150,
        labelOffset=-charts.HALF_LINE,
        labelPadding=10,
        labelExpr=f"({json.dumps(said)})[datum.value]",
    )
    y = alt.Y("name", type="nominal", sort=None, axis=names)
    tip = [alt.Tooltip("name", type="nominal", title="Client"), alt.Tooltip("says", type="nominal", title="Met")]
    rule = alt.Chart(frame).mark_rule(color=ink("data"), strokeWidth=look.line, opacity=0.55)
    tick = alt.Chart(frame).mark_tick(color=ink("text"), thickness=3, size=20, opacity=1)
    layers = [
        rule.encode(x=alt.X("low", type="quantitative", scale=scale, axis=axis), x2=alt.X2("high"), y=y),
        tick.encode(x=alt.X("target", type="quantitative", scale=scale, axis=axis), y=y),
        *(_points(some, x, y, tip, look, is_few=few, is_below=below) for (few, below), some in _looks(frame)),
    ]
    return charts.themed(alt.layer(*layers), Look(text=look.text, height=ROW * len(rows) + 34))


def month(days: Sequence[Day], target: float, said: str, look: Look) -> Layer:
    """Return the share met since the month began, the target as a line, the running day hollow and apart."""
    rows = [
        {"x": place, "share": day.share, "name": day.name, "says": day.says, "link": day.link}
        for place, day in enumerate(days)
    ]
    known = [row for place, row in enumerate(rows) if days[place].share is not None]
    shares: list[float] = [day.share for day in days if day.share is not None]
    lowest = min((target, *shares))
    floor = max(0.0, lowest - 0.25 * (1 - lowest) - 0.005)
    scale = alt.Scale(domain=[floor, 1 + 0.08 * (1 - floor)], nice=False)
    x = alt.X(
        "x",
        type="quantitative",
        axis=_days_axis(days, look),
        scale=alt.Scale(domain=[-0.5, max(len(days) - 0.5, 1)], nice=False),
    )
    axis = alt.Axis(
        title=None, format=".0%", values=_ticks(floor), domain=False, ticks=False, labelPadding=look.text / 2
    )
    y = alt.Y("share", type="quantitative", scale=scale, axis=axis)
    tip = [alt.Tooltip("name", type="nominal", title="Until"), alt.Tooltip("says", type="nominal", title="Met")]
    goal = pd.DataFrame([{"share": target, "x": -0.5, "words": f"target {target:.1%}"}])
    layers = [
        alt.Chart(goal).mark_rule(color=ink("text"), strokeWidth=look.line).encode(y=y),
        alt.Chart(goal)
        .mark_text(align="left", baseline="bottom", dx=6, dy=-4, fontSize=look.text, color=ink("muted"))
        .encode(x=x, y=y, text=alt.Text("words", type="nominal")),
        *(_full(pd.DataFrame(known[:-1]), x, y, tip, look) if known[:-1] else []),
        *(_running(pd.DataFrame([row | {"said": said} for row in known[-1:]]), x, y, tip, look) if known else []),
    ]
    return charts.themed(alt.layer(*layers), look)


def _full(rows: pd.DataFrame, x: alt.X, y: alt.Y, tip: list[alt.Tooltip], look: Look) -> list[Layer]:
    point = alt.Chart(rows).mark_point(shape="circle", size=look.dot**2, opacity=1, filled=True, color=ink("data"))
    return [
        alt.Chart(rows).mark_line(color=ink("data"), strokeWidth=look.line).encode(x=x, y=y),
        point.encode(x=x, y=y, tooltip=tip, **charts.linked(rows)),
    ]


def _running(rows: pd.DataFrame, x: alt.X, y: alt.Y, tip: list[alt.Tooltip], look: Look) -> list[Layer]:
    """Return the running day, hollow, with what may still be missed."""
    point = alt.Chart(rows).mark_point(
        shape="circle", size=look.dot**2, opacity=1, strokeWidth=look.line, stroke=ink("data"), fill=ink("panel")
    )
    words = alt.Chart(rows).mark_text(
        align="right", baseline="bottom", dx=6, dy=-look.text, fontSize=look.text, fontWeight=600, color=ink("text")
    )
    return [
        point.encode(x=x, y=y, tooltip=tip, **charts.linked(rows)),
        words.encode(x=x, y=y, text=alt.Text("said", type="nominal")),
    ]


def _dot(place: int, row: Dot) -> dict[str, Any]:
    return {
        "place": place,
        "name": row.name,
        "share": row.share,
        "target": row.target,
        "low": row.share if row.is_few else row.low,  # of few it says nothing that the words do not
        "high": row.share if row.is_few else row.high,
        "says": row.says,
        "link": row.link,
        "few": row.is_few,
        "below": row.is_below,
    }


def _looks(frame: pd.DataFrame) -> list[tuple[tuple[bool, bool], pd.DataFrame]]:
    """Return the rows by how their dot looks; a look that no row has is no layer."""
    return [((bool(few), bool(below)), some) for (few, below), some in frame.groupby(["few", "below"])]


def _points(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, tip: list[alt.Tooltip], look: Look, *, is_few: bool, is_below: bool
) -> Layer:
    colour = ink("attention" if is_below else "data")
    shape = "triangle-down" if is_below else "circle"
    fill = ink("panel") if is_few else colour
    mark = alt.Chart(rows).mark_point(
        shape=shape, size=(look.dot * 1.7) ** 2, strokeWidth=look.line, stroke=colour, fill=fill, opacity=1
    )
    return mark.encode(x=x, y=y, tooltip=tip, **charts.linked(rows))


def _ticks(floor: float) -> list[float]:
    """Return at most four round shares above the lowest."""
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.25, 0.5) if (1 - floor) / step <= 4)  # noqa: PLR2004 – four
    return [round(1 - place * step, 4) for place in range(5) if 1 - place * step >= floor]


def _days_axis(days: Sequence[Day], look: Look) -> alt.Axis:
    ticks = {place: day.tick for place, day in enumerate(days) if day.tick}
    return alt.Axis(
        title=None,
        values=list(ticks),
        labelExpr=f"({json.dumps(ticks)})[datum.value]",
        grid=False,
        tickSize=look.text / 3,
        labelPadding=look.text / 4,
    )
