"""A chart of what was down, service by service: solid out, outlined degraded, pale planned, a dot for a third party."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from caselight.ui.charts import HALF_LINE, Layer, Look, ink, themed

GAP = 0.16  # of a row, above and below its bars
HEIGHT = 36  # of a row in pixels
FOOT = 34
LOOKS = {  # fill and stroke
    "out": ("data", "data"),
    "degraded": ("panel", "data"),
    "planned": ("band", "line"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """One bar: its row, its lane of so many, from and until in hours of the window, how it looks and what it says."""

    row: int
    lane: int
    lanes: int
    start: float
    end: float
    look: str
    name: str
    when: str
    said: str
    link: str
    is_vendor: bool = False


def spells(rows: Sequence[str], stretches: Sequence[Stretch], ticks: dict[float, str], end: float) -> Layer:
    """Return the stretches in their rows; `ticks` names places of the axis, `end` is the last hour of the window."""
    look = Look(height=HEIGHT * len(rows) + FOOT)
    x = alt.X("x", type="quantitative", axis=_x_axis(ticks, look), scale=alt.Scale(domain=[0, end], nice=False))
    y = alt.Y("y", type="quantitative", axis=_y_axis(rows, look), scale=alt.Scale(domain=[len(rows), 0], nice=False))
    bars = pd.DataFrame([_bar(each) for each in stretches])
    layers = [
        alt.Chart(bars[bars["look"] == name])
        .mark_rect(fill=ink(fill), stroke=ink(stroke), strokeWidth=1.5, opacity=1)
        .encode(x=x, x2=alt.X2("x2"), y=y, y2=alt.Y2("y2"), tooltip=_tooltip(), href=alt.Href("link", type="nominal"))
        for name, (fill, stroke) in LOOKS.items()
        if (bars["look"] == name).any()
    ]
    if bars["vendor"].any():
        layers.append(_dots(bars[bars["vendor"]], x, y))
    return themed(alt.layer(*layers), look)


def _bar(each: Stretch) -> dict[str, object]:
    high = (1 - 2 * GAP) / each.lanes
    top = each.row + GAP + each.lane * high
    return {
        "x": each.start,
        "x2": each.end,
        "y": top,
        "y2": top + high * (0.9 if each.lanes > 1 else 1),
        "middle": top + high / 2,
        "look": each.look,
        "vendor": each.is_vendor,
        "name": each.name,
        "when": each.when,
        "said": each.said,
        "link": each.link,
    }


def _dots(rows: pd.DataFrame, x: alt.X, y: alt.Y) -> Layer:
    """Mark a third party's with a dot just before its bar, where it hides none of it."""
    at = rows.assign(y=rows["middle"])
    mark = alt.Chart(at).mark_point(shape="circle", filled=True, size=26, opacity=1, color=ink("text"), xOffset=-6)
    return mark.encode(x=x, y=y, tooltip=_tooltip(), href=alt.Href("link", type="nominal"))


def _tooltip() -> list[alt.Tooltip]:
    titles = {"name": "Case", "when": "When", "said": "What"}
    return [alt.Tooltip(field, type="nominal", title=title) for field, title in titles.items()]


def _x_axis(ticks: dict[float, str], look: Look) -> alt.Axis:
    return alt.Axis(
        title=None,
        values=list(ticks),
        labelExpr=f"({json.dumps(ticks)})[datum.value]",
        gridOpacity=0.6,
        labelAlign="left",
        tickSize=look.text / 3,
        labelPadding=look.text / 4,
    )


def _y_axis(rows: Sequence[str], look: Look) -> alt.Axis:
    said = {place + 0.5: name.split(", ", 1) for place, name in enumerate(rows)}  # in two lines, for a narrow screen
    return alt.Axis(
        title=None,
        values=list(said),
        labelExpr=f"({json.dumps(said)})[datum.value]",
        grid=False,
        domain=False,
        ticks=False,
        labelLimit=150,
        labelOffset=-HALF_LINE,
        labelPadding=look.text / 2,
    )
