"""Charts of quantities over time that are not counts: the pace week by week, the backlog and where it is going."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from caselight.ui.charts import Layer, Look, ink, linked, themed

LINES = (("half", "circle", "half within"), ("most", "square", "9 in 10 within"))
DAY = 24  # hours
STEPS = (1 / 12, 0.25, 0.5, 1, 2, 4, 8, 12, *(DAY * days for days in (1, 2, 3, 5, 10, 20, 50, 100)))
ROOM = 0.16  # of the width, for the words at the right end
LEAST_ROOM = 1.0
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One week: hours within which half are done, and nine in ten; None where too few were watched."""

    name: str
    half: float | None
    most: float | None
    said: tuple[str, str]  # both in words
    n: int
    is_few: bool = False
    tick: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """How many were open at the start of a day."""

    name: str
    count: float
    tick: str = ""
    link: str = ""


def paces(steps: Sequence[Step], look: Look, *, target: float | None = None, target_said: str = "") -> Layer:
    """Return both lines week by week against the target; the running week stands alone, small numbers are hollow."""
    room = max(LEAST_ROOM, ROOM / (1 - ROOM) * len(steps))
    x = _x([step.tick for step in steps], len(steps) + room, look)
    top = max([0.0, target or 0, *(value for step in steps for value in (step.half, step.most) if value is not None)])
    y = _y("hours", top, _hours_axis(top, look))
    layers: list[Layer] = []
    for at, (name, shape, words) in enumerate(LINES):
        rows = _rows(steps, name, at)
        layers += [
            alt.Chart(rows[:-1]).mark_line(color=ink("data"), strokeWidth=look.line).encode(x=x, y=y),
            *(
                _marks(some, x, y, look, shape, hollow=hollow)
                for hollow, some in ((True, rows[rows["hollow"]]), (False, rows[~rows["hollow"]]))
                if len(some)
            ),
            *_ends(rows, x, y, look, words, len(steps)),
        ]
    if target is not None:
        layers += _rule(target, target_said, x, y, look, len(steps))
    return themed(alt.layer(*layers), look)


def backlog(past: Sequence[Level], ahead: tuple[float, float, float], look: Look) -> Layer:
    """Return the open cases day by day, and dashed where they will stand in a week, with the range of past errors."""
    *_, high = ahead
    end = len(past) - 1 + DAYS_AHEAD
    x = _x([level.tick for level in past], end + max(3.0, 0.15 * end), look)
    y = _y("count", max(high, *(level.count for level in past)), _count_axis(look))
    rows = pd.DataFrame(
        [
            {"x": place + 0.5, "name": each.name, "count": float(each.count), "link": each.link}
            for place, each in enumerate(past)
        ]
    )
    tip = [alt.Tooltip("name", type="nominal", title="When"), alt.Tooltip("count", type="quantitative", title="Open")]
    dots = alt.Chart(rows).mark_point(shape="circle", filled=True, size=look.dot**2, opacity=1, color=ink("data"))
    layers = [
        *_ahead(end + 0.5, past[-1].count, ahead, x, y, look),
        alt.Chart(rows).mark_line(color=ink("data"), strokeWidth=look.line).encode(x=x, y=y),
        dots.encode(x=x, y=y, tooltip=tip, **linked(rows)),
    ]
    return themed(alt.layer(*layers), look)


def _ahead(end: float, now: float, ahead: tuple[float, float, float], x: alt.X, y: alt.Y, look: Look) -> list[Layer]:
    """Draw from today's count to the one in a week, a fan for how wrong that may be, and the number at its end."""
    low, expected, high = ahead
    rows = pd.DataFrame(
        [
            {"x": end - DAYS_AHEAD, "count": now, "low": now, "high": now},
            {"x": end, "count": expected, "low": low, "high": high},
        ],
        dtype=float,
    )
    said = rows.tail(1).assign(said=f"{expected:.0f}\n({low:.0f} to {high:.0f})")
    fan = alt.Y("low", type="quantitative")
    words = alt.Chart(said).mark_text(
        fontSize=look.text, align="left", baseline="middle", dx=6, lineBreak="\n", color=ink("text")
    )
    return [
        alt.Chart(rows).mark_area(color=ink("band"), opacity=1).encode(x=x, y=fan, y2=alt.Y2("high")),
        alt.Chart(rows).mark_line(color=ink("data"), strokeWidth=look.line, strokeDash=[4, 4]).encode(x=x, y=y),
        words.encode(x=x, y=y, text=alt.Text("said", type="nominal")),
    ]


def _rows(steps: Sequence[Step], name: str, said: int) -> pd.DataFrame:
    """Return one line's points; what is not known leaves a gap."""
    last = len(steps) - 1
    rows = [
        {
            "x": place + 0.5,
            "name": step.name,
            "hours": getattr(step, name),
            "said": step.said[said],
            "n": step.n,
            "link": step.link,
            "hollow": step.is_few or place == last,
        }
        for place, step in enumerate(steps)
    ]
    return pd.DataFrame(rows).astype({"hours": float, "hollow": bool})


def _marks(rows: pd.DataFrame, x: alt.X, y: alt.Y, look: Look, shape: str, *, hollow: bool) -> Layer:
    fill = ink("panel") if hollow else ink("data")
    tip = [
        alt.Tooltip("name", type="nominal", title="Week"),
        alt.Tooltip("said", type="nominal", title="Within"),
        alt.Tooltip("n", type="quantitative", title="n"),
    ]
    mark = alt.Chart(rows[rows["hours"].notna()]).mark_point(
        shape=shape, size=look.dot**2, fill=fill, stroke=ink("data"), strokeWidth=1.5, opacity=1
    )
    return mark.encode(x=x, y=y, tooltip=tip, **linked(rows))


def _ends(rows: pd.DataFrame, x: alt.X, y: alt.Y, look: Look, words: str, count: int) -> list[Layer]:
    """Name the line at its right end, at the height of the last full week."""
    known = rows[:-1][rows[:-1]["hours"].notna()].tail(1)
    if not len(known):
        return []
    said = known.assign(x=count + 0.1, said=f"{words}\n" + known["said"] + " last week")
    mark = alt.Chart(said).mark_text(
        fontSize=look.text, align="left", baseline="middle", lineBreak="\n", color=ink("muted")
    )
    return [mark.encode(x=x, y=y, text=alt.Text("said", type="nominal"))]


def _rule(target: float, said: str, x: alt.X, y: alt.Y, look: Look, count: int) -> list[Layer]:
    line = pd.DataFrame([{"x": 0.0, "x2": float(count), "hours": target}])
    name = pd.DataFrame([{"x": count + 0.1, "hours": target, "said": said}])
    return [
        alt.Chart(line).mark_rule(color=ink("text"), strokeWidth=1.5).encode(x=x, x2=alt.X2("x2"), y=y),
        alt.Chart(name)
        .mark_text(fontSize=look.text, fontWeight=600, align="left", baseline="middle", color=ink("text"))
        .encode(x=x, y=y, text=alt.Text("said", type="nominal")),
    ]


def _x(ticks: Sequence[str], end: float, look: Look) -> alt.X:
    said = {place + 0.5: tick for place, tick in enumerate(ticks) if tick}
    axis = alt.Axis(
        title=None,
        values=list(said),
        labelExpr=f"({json.dumps(said)})[datum.value]",
        grid=False,
        domain=False,
        tickSize=look.text / 3,
        labelPadding=look.text / 4,
    )
    return alt.X("x", type="quantitative", axis=axis, scale=alt.Scale(domain=[0, end], nice=False))


def _y(field: str, top: float, axis: alt.Axis) -> alt.Y:
    return alt.Y(field, type="quantitative", axis=axis, scale=alt.Scale(domainMin=0, domainMax=1.1 * top or 1))


def _hours_axis(top: float, look: Look) -> alt.Axis:
    """Print zero and up to four round spans above it, in days where they are long and minutes where they are short."""
    step = next((step for step in STEPS if (look.ticks + 1) * step > 1.1 * top), STEPS[-1])
    unit, factor = ("m", 60.0) if step < 1 else ("h", 1.0) if step < DAY else ("d", 1 / DAY)
    values = [place * step for place in range(look.ticks + 1) if place * step <= 1.1 * top]
    says = f"format(datum.value * {factor}, '.0f') + '{unit}'"
    return alt.Axis(title=None, values=values, labelExpr=says, domain=False, ticks=False, labelPadding=look.text / 2)


def _count_axis(look: Look) -> alt.Axis:
    return alt.Axis(title=None, format=",d", tickCount=4, domain=False, ticks=False, labelPadding=look.text / 2)
