"""Charts from plain rows: no reads, no Streamlit, colours by the names of the palette so that both themes are one."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import altair as alt
import pandas as pd
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

Layer = Any  # altair is untyped: a chart or a layer of charts


LEVEL = 0.18  # of the height
LOW = 0.08
HALF_LINE = 8  # pixels by which a label of two lines is moved up, so that its middle stands at its row


@dataclass(frozen=True, slots=True)
class Bucket:
    """One hour or day: its count, the usual band where one is known, and what its axis and tooltip say."""

    name: str
    count: int
    low: float | None = None
    expected: float | None = None
    high: float | None = None
    alarm: bool = False
    tick: str = ""  # printed under the axis where it is not empty
    link: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in pixels: Vega knows no rem."""

    text: float = 13
    dot: float = 7
    line: float = 2
    height: int | str = 220
    ticks: int = 4  # numbers above zero at most
    so_far: str = "so far"  # said beside the running bucket
    shows_expected: bool = False


def ink(part: str) -> str:
    """Return a colour of the palette; the browser looks it up, so the theme can change without a new chart."""
    return f"var(--{part})"


def control(buckets: Sequence[Bucket], look: Look = Look()) -> Layer:
    """Return counts over time beside their usual band; the last bucket is still running and stands alone, hollow."""
    rows = [
        {
            "x": place + 0.5,
            "name": each.name,
            "count": each.count,
            "alarm": each.alarm,
            "usual": _usual(each),
            "link": each.link,
        }
        for place, each in enumerate(buckets)
    ]
    full, running = pd.DataFrame(rows[:-1]), pd.DataFrame(rows[-1:])
    x = alt.X(
        "x", type="quantitative", axis=_time_axis(buckets, look), scale=alt.Scale(domain=[0, len(buckets)], nice=False)
    )
    y = alt.Y(
        "count",
        type="quantitative",
        axis=_count_axis(buckets, look),
        scale=alt.Scale(domainMin=0, domainMax=_top(buckets)),
    )
    layers = [
        *([_band(buckets)] if any(each.high is not None for each in buckets) else []),
        *([_expected(buckets, look)] if look.shows_expected else []),
        alt.Chart(full).mark_line(color=ink("data"), strokeWidth=look.line).encode(x=x, y=y),
        _dots(full[~full["alarm"]], x, y, look),
        *(_alarms(full[full["alarm"]], x, y, look) if full["alarm"].any() else []),
        *_so_far(running, x, y, look, lifted=_is_level(buckets) or _is_low(buckets)),
    ]
    return themed(alt.layer(*layers), look)


def spec(chart: Layer) -> dict[str, Any]:
    """Return the chart as Vega-Lite, its data as Arrow: to be kept, since making one costs more than all the rest."""
    made: dict[str, Any] = chart.to_dict()
    data = {name: convert_anything_to_arrow_bytes(pd.DataFrame(rows)) for name, rows in made["datasets"].items()}
    return made | {"datasets": data}


def _usual(each: Bucket) -> str:
    return "not known yet" if each.low is None else f"{each.low:.0f}–{each.high:.0f}"


def _top(buckets: Sequence[Bucket]) -> float:
    """Leave room above the highest mark for its number."""
    return max(4, 1.12 * max(max(each.count, each.high or 0) for each in buckets))


def _time_axis(buckets: Sequence[Bucket], look: Look) -> alt.Axis:
    """Name buckets by their place: an hour that autumn repeats keeps its own."""
    ticks = {place: each.tick for place, each in enumerate(buckets) if each.tick}
    says = f"({json.dumps(ticks)})[datum.value]"
    return alt.Axis(
        title=None,
        values=list(ticks),
        labelExpr=says,
        grid=False,
        labelAlign="left",
        tickSize=look.text / 3,
        labelPadding=look.text / 4,
    )


def _count_axis(buckets: Sequence[Bucket], look: Look) -> alt.Axis:
    """Print zero and a few round numbers above it."""
    top = _top(buckets)
    step = next(step for step in _steps() if (look.ticks + 1) * step > top)
    values = [place * step for place in range(look.ticks + 1) if place * step <= top]
    return alt.Axis(title=None, values=values, format=",d", domain=False, ticks=False, labelPadding=look.text / 2)


def _steps() -> Iterator[int]:
    yield from (1, 2, 5)
    yield from (lead * 10**power for power in count() for lead in (10, 20, 25, 50))


def _band(buckets: Sequence[Bucket]) -> Layer:
    """One area in steps; each stretch ends with its last value once more, a gap stays a gap."""
    rows: list[dict[str, Any]] = []
    for place, each in enumerate(buckets):
        if each.low is None:
            rows.append({"x": place, "low": None, "high": None})
            continue
        rows += [{"x": at, "low": int(each.low), "high": each.high} for at in (place, place + 1)]
    return (
        alt.Chart(pd.DataFrame(rows, columns=["x", "low", "high"], dtype=float))
        .mark_area(color=ink("band"), opacity=1, interpolate="linear")
        .encode(x=alt.X("x", type="quantitative"), y=alt.Y("low", type="quantitative"), y2=alt.Y2("high"))
    )


def _expected(buckets: Sequence[Bucket], look: Look) -> Layer:
    rows = [
        {"x": place, "x2": place + 1, "expected": each.expected}
        for place, each in enumerate(buckets)
        if each.expected is not None
    ]
    return (
        alt.Chart(pd.DataFrame(rows, columns=["x", "x2", "expected"], dtype=float))
        .mark_rule(color=ink("data"), strokeWidth=look.line / 2, strokeDash=[3, 3])
        .encode(x=alt.X("x", type="quantitative"), x2=alt.X2("x2"), y=alt.Y("expected", type="quantitative"))
    )


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name", type="nominal", title="When"),
        alt.Tooltip("count", type="quantitative", title="Count"),
        alt.Tooltip("usual", type="nominal", title="Usual"),
    ]


def _dots(rows: pd.DataFrame, x: alt.X, y: alt.Y, look: Look) -> Layer:
    mark = alt.Chart(rows).mark_point(shape="circle", filled=True, opacity=1, size=look.dot**2, color=ink("data"))
    return mark.encode(x=x, y=y, tooltip=_tooltip(), **linked(rows))


def _alarms(rows: pd.DataFrame, x: alt.X, y: alt.Y, look: Look) -> list[Layer]:
    """Mark what lies above the band: shape, colour and number."""
    mark = alt.Chart(rows).mark_point(
        shape="triangle-up", filled=True, opacity=1, size=(look.dot * 1.6) ** 2, color=ink("attention")
    )
    number = alt.Chart(rows).mark_text(
        fontSize=look.text, fontWeight=600, dy=-look.text, dx=-look.text * 0.8, align="center", color=ink("text")
    )
    return [
        mark.encode(x=x, y=y, tooltip=_tooltip(), **linked(rows)),
        number.encode(x=x, y=y, text=alt.Text("count", type="quantitative")),
    ]


def _is_level(buckets: Sequence[Bucket]) -> bool:
    """Say whether the last two marks stand so level that words between them would touch one."""
    return abs(buckets[-1].count - buckets[-2].count) < LEVEL * _top(buckets) if len(buckets) > 1 else False


def _is_low(buckets: Sequence[Bucket]) -> bool:
    """Say whether the last mark stands so low that words beside it would lie over the axis."""
    return buckets[-1].count < LOW * _top(buckets)


def linked(rows: pd.DataFrame) -> dict[str, alt.Href]:
    """Return the encoding by which a click on a mark opens the list behind it, where the rows have links."""
    return {"href": alt.Href("link", type="nominal")} if len(rows) and rows["link"].any() else {}


def _so_far(rows: pd.DataFrame, x: alt.X, y: alt.Y, look: Look, *, lifted: bool) -> list[Layer]:
    mark = alt.Chart(rows).mark_point(
        shape="circle",
        size=(look.dot * 1.2) ** 2,
        strokeWidth=look.line,
        stroke=ink("data"),
        fill=ink("panel"),
        opacity=1,
    )
    right, down = (look.dot, -look.text) if lifted else (-look.dot * 1.2, 0)
    said: dict[str, Any] = {
        "text": look.so_far,
        "fontSize": look.text,
        "align": "right",
        "baseline": "middle",
        "dx": right,
        "dy": down,
    }
    halo = alt.Chart(rows).mark_text(**said, stroke=ink("panel"), strokeWidth=4, strokeJoin="round")
    words = alt.Chart(rows).mark_text(**said, color=ink("muted"))
    named = [halo.encode(x=x, y=y), words.encode(x=x, y=y)] if look.so_far else []
    return [*named, mark.encode(x=x, y=y, tooltip=_tooltip(), **linked(rows))]


def themed(chart: Layer, look: Look) -> Layer:
    """Set what every chart of ours has in common."""
    return (
        chart.properties(height=look.height, autosize=alt.AutoSizeParams(type="fit", contains="padding"))
        .configure(background="transparent")
        .configure_view(stroke=None, fill=None)
        .configure_axis(
            labelFontSize=look.text,
            labelColor=ink("muted"),
            labelFont="Source Sans",
            gridColor=ink("line"),
            gridOpacity=0.6,
            domainColor=ink("line"),
            tickColor=ink("line"),
        )
        .configure_text(font="Source Sans")
    )
