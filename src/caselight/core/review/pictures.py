"""The four charts of a review as Vega-Lite specifications: plain values, in the one theme that paper has."""

import json
from collections.abc import Sequence
from typing import Any

from caselight.core.wording import FEW

Spec = dict[str, Any]
Rows = Sequence[dict[str, Any]]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # names the language; nothing is fetched
FONT = "Source Sans Pro, Source Sans, sans-serif"
TEXT, MUTED, LINE, DATA, BAND, ATTENTION = "#1B2127", "#4F5A66", "#CBD2D9", "#6B7885", "#DDE2E7", "#C77700"
WIDTH, HEIGHT, SIZE, TICKS = 330, 150, 12, 4
HOUR = 3600
ROOM = 1.15  # above the highest mark, in heights of it
NAMES = 7  # under an axis


def specs(charts: dict[str, Rows], agreed: float | None) -> dict[str, Spec]:
    """Return each chart that has something to show."""
    found = {
        "days": days(charts["days"]) if charts["days"] else None,
        "kept": kept(charts["kept"], agreed) if any(row["n"] for row in charts["kept"]) else None,
        "causes": causes(charts["causes"]) if charts["causes"] else None,
        "paces": paces(charts["paces"]) if any(row["half_s"] is not None for row in charts["paces"]) else None,
    }
    return {name: spec for name, spec in found.items() if spec}


def days(rows: Rows) -> Spec:
    """Return failures per day beside the usual of the weekday; above it a triangle."""
    y = _y("count", "quantitative", format="d")
    layers: list[Spec] = [
        {
            "mark": _mark("area", BAND),
            "encoding": {"x": _x(rows), "y": _y("low", "quantitative"), "y2": {"field": "high"}},
        },
        {
            "mark": _mark("line", DATA, strokeDash=[2, 3], strokeWidth=1),
            "encoding": {"x": _x(rows), "y": _y("expected", "quantitative")},
        },
        {"mark": _mark("line", DATA, strokeWidth=1.5), "encoding": {"x": _x(rows), "y": y}},
        {
            "mark": _mark("point", DATA, filled=True, size=22),
            "transform": [{"filter": "!datum.alarm"}],
            "encoding": {"x": _x(rows), "y": y},
        },
        {
            "mark": _mark("point", ATTENTION, filled=True, size=90, shape="triangle-up"),
            "transform": [{"filter": "datum.alarm"}],
            "encoding": {"x": _x(rows), "y": y},
        },
        {
            "mark": {"type": "text", "dy": -11, "color": TEXT, "align": {"expr": _away_from_edges(rows)}},
            "transform": [{"filter": "datum.alarm"}],
            "encoding": {"x": _x(rows), "y": y, "text": {"field": "count", "type": "quantitative"}},
        },
    ]
    return _chart(rows, layers)


def kept(rows: Rows, agreed: float | None) -> Spec:
    """Return the share of resolutions met against what was agreed; hollow where few came to a verdict."""
    told = [{**row, "share": row["met"] / row["n"] if row["n"] else None, "few": row["n"] < FEW} for row in rows]
    lowest = min([row["share"] for row in told if row["share"] is not None] + ([agreed] if agreed else []))
    floor = max(0.0, lowest - 0.25 * (1 - lowest) - 0.01)
    y = _y("share", "quantitative", format=".0%") | {"scale": {"domain": [floor, 1.0], "nice": False, "zero": False}}
    below = "datum.share !== null && datum.share < " + repr(agreed or 0.0)
    layers: list[Spec] = [
        {"mark": _mark("line", DATA, strokeWidth=1.5), "encoding": {"x": _x(rows), "y": y}},
        {
            "mark": {"type": "point", "size": 45, "opacity": 1, "strokeWidth": 1.5},
            "transform": [{"filter": "datum.share !== null"}],
            "encoding": {
                "x": _x(rows),
                "y": y,
                "stroke": {"condition": {"test": below, "value": ATTENTION}, "value": DATA},
                "fill": {
                    "condition": [{"test": "datum.few", "value": "#FFFFFF"}, {"test": below, "value": ATTENTION}],
                    "value": DATA,
                },
                "shape": {"condition": {"test": below, "value": "triangle-down"}, "value": "circle"},
            },
        },
    ]
    if agreed:
        layers.append({"mark": _mark("rule", TEXT, strokeWidth=1.5), "encoding": {"y": {"datum": agreed}}})
        layers.append(_said(f"agreed {agreed:.1%}", agreed))
    return _chart(told, layers)


def causes(rows: Rows) -> Spec:
    """Return the root causes, most first, each bar with its number and the share so far; the unknown last."""
    told = [{**row, "said": f"{row['n']:,} · {row['so_far']}"} for row in rows]
    names = {"title": None, "domain": False, "ticks": False, "grid": False, "labelLimit": 160, "labelPadding": 6}
    y = {"field": "name", "type": "nominal", "sort": None, "axis": names}
    most = max(row["n"] for row in rows)
    x = {
        "field": "n",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, most * 1.55], "nice": False},
    }
    layers: list[Spec] = [
        {"mark": _mark("bar", DATA, height=11), "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "text", "align": "left", "dx": 5, "color": TEXT},
            "encoding": {"x": x, "y": y, "text": {"field": "said", "type": "nominal"}},
        },
    ]
    return _chart(told, layers)


def paces(rows: Rows) -> Spec:
    """Return within how many hours half and nine in ten were resolved; what too few were watched for is a gap."""
    told = [
        {"name": row["name"], "part": part, "hours": row[key] / HOUR, "few": row["n"] < FEW}
        for row in rows
        for part, key in (("half", "half_s"), ("9 in 10", "most_s"))
        if row[key] is not None
    ]
    y = _y("hours", "quantitative", labelExpr="datum.value + ' h'")
    y["scale"] = {"domain": [0, ROOM * max([row["hours"] for row in told], default=1)], "nice": False}
    shape = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": ["half", "9 in 10"], "range": ["circle", "square"]},
    }
    parts = {"detail": {"field": "part", "type": "nominal"}}
    x = _x(rows, room=1 + len(rows) // 5)
    ends = [[row for row in told if row["part"] == part][-1:] for part in ("half", "9 in 10")]
    said = {"type": "text", "align": "left", "dx": 8, "color": MUTED}
    layers: list[Spec] = [
        {"mark": _mark("line", DATA, strokeWidth=1.5), "encoding": {"x": x, "y": y, **parts}},
        {
            "mark": {"type": "point", "size": 45, "opacity": 1, "stroke": DATA, "strokeWidth": 1.5},
            "encoding": {
                "x": x,
                "y": y,
                "shape": {**shape, "legend": None},
                "fill": {"condition": {"test": "datum.few", "value": "#FFFFFF"}, "value": DATA},
            },
        },
        {
            "data": {"values": [row for end in ends for row in end]},
            "mark": said,
            "encoding": {"x": x, "y": y, "text": {"field": "part", "type": "nominal"}},
        },
    ]
    return _chart(told, layers)


def _chart(rows: Rows, layers: list[Spec]) -> Spec:
    axis = {"labelFont": FONT, "labelFontSize": SIZE, "labelColor": MUTED, "gridColor": LINE, "tickColor": LINE}
    return {
        "$schema": SCHEMA,
        "data": {"values": list(rows)},
        "width": WIDTH,
        "height": HEIGHT,
        "layer": layers,
        "background": "#FFFFFF",
        "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": {
            "axis": axis | {"domain": False, "ticks": False, "titleFont": FONT},
            "text": {"font": FONT, "fontSize": SIZE},
            "view": {"stroke": None},
        },
    }


def _away_from_edges(rows: Rows) -> str:
    """Return how a label lies to its mark: beside it where the mark is the first or the last, where the axis ends."""
    first, last = (json.dumps(row["name"]) for row in (rows[0], rows[-1]))
    return f"datum.name === {first} ? 'left' : datum.name === {last} ? 'right' : 'center'"


def _mark(kind: str, colour: str, **more: object) -> Spec:
    return {"type": kind, "color": colour, "opacity": 1, **more}


def _x(rows: Rows, *, room: int = 0) -> Spec:
    """Return the axis of the parts of the period in their order, a few of them named, with room at its right end."""
    names = [row["name"] for row in rows]
    shown = names[:: -(-len(names) // NAMES)]
    scale = {"domain": [*names, *(" " * place for place in range(1, room + 1))], "type": "point", "padding": 0.5}
    axis = {"title": None, "values": shown, "labelAngle": 0, "grid": False, "labelOverlap": True, "labelPadding": 8}
    return {"field": "name", "type": "ordinal", "sort": None, "scale": scale, "axis": axis}


def _y(field: str, kind: str, **axis: object) -> Spec:
    return {"field": field, "type": kind, "axis": {"title": None, "tickCount": TICKS, **axis}}


def _said(words: str, at: float) -> Spec:
    mark = {"type": "text", "align": "left", "baseline": "top", "dx": 4, "dy": 4, "color": MUTED, "text": words}
    once: Spec = {"values": [{}]}
    return {"data": once, "mark": mark, "encoding": {"y": {"datum": at}, "x": {"value": 0}}}
