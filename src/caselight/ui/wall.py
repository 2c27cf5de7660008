"""The wall: one screen for a room, drawn anew every three seconds and read anew only when the data changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy.exc import DBAPIError

from caselight.core import board
from caselight.core.baseline import Judged, Usual
from caselight.core.board import Speed, Standing
from caselight.core.people import Principal
from caselight.core.wording import duration
from caselight.store import wall as reads
from caselight.store.wall import Past, Snapshot
from caselight.ui import charts, data, html, shell, wall_options, wall_rows, wall_tiles
from caselight.ui.wall_options import Options

HOURS = 12
KEPT = 32  # pictures, for as many different walls
TICK_EVERY = 3
SPEED = 2  # its place among the tiles
LEAST_HISTORY = timedelta(weeks=4)
WORKER = "worker"
WORKER_IS_LATE = timedelta(minutes=2)


def show(me: Principal) -> None:
    """Draw the wall, and keep it live."""
    options = wall_options.chosen(me)
    html.draw("wall_style", scale=options.scale, grid=options.grid, theme=options.theme)
    shell.live(lambda: _draw(options) if _is_still(options) else st.rerun(), shows_stamp=False)


def _is_still(options: Options) -> bool:
    """Say whether the wall is to look as it was begun: an admin may have changed it since.

    While the database is away nobody has, and the last picture stays.
    """
    try:
        me = data.me()
    except DBAPIError:
        return True
    return me is None or wall_options.chosen(me) == options


def _draw(options: Options) -> None:
    now = data.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    seen = data.read(reads.snapshot, options.scope, hour=hour, zone=options.zone)
    past = data.read_slowly(reads.past, options.scope, hour=hour)
    with st.container(key="wall"):
        _head(options, seen, past, now)
        html.draw("wall_tiles", tiles=_tiles(options, seen, past, now))
        hides, lines = options.hides_owners, options.rows
        html.draw("wall_list", list=wall_rows.listing(seen.cases, now, hides_owners=hides, lines=lines))
        if options.is_whole:
            bars, left_out = wall_rows.bars(_standings(seen, now))
            html.draw("wall_sla", bars=bars, left_out=left_out, period=wall_rows.period(now, options.zone))
            _chart(options, seen, past, hour)


def _head(options: Options, seen: Snapshot, past: Past, now: datetime) -> None:
    usual = _usual(past, now, options.zone).cases
    as_of = data.as_of()
    worked = data.read_often(reads.heartbeat, options.scope, WORKER)
    html.draw(
        "wall_head",
        is_large=not options.is_whole,
        clients=options.clients,
        cases=len(seen.cases),
        usual=wall_tiles.between(usual) if usual and options.is_whole else "",
        run=as_of.isoformat(),
        age=round(data.age().total_seconds()),
        at=f"{as_of.astimezone(options.zone):%H:%M:%S %Z}",
        worker=_briefly(now - worked) if worked else "",
        worker_is_late=worked is not None and now - worked > WORKER_IS_LATE,
        ends=options.ends(now),
    )


def _briefly(span: timedelta) -> str:
    """Return a length that is usually seconds: 8 s, 4m."""
    return f"{span.seconds} s" if span < timedelta(minutes=1) else duration(span)


def _tiles(options: Options, seen: Snapshot, past: Past, now: datetime) -> list[wall_tiles.Tile]:
    last = board.speed(seen.lives, now, since=now - board.DAY)
    usual = _usual(past, now, options.zone)
    tiles = [
        wall_tiles.hero(seen.cases, now, late_until=seen.late_until, zone=options.zone),
        wall_tiles.soon(seen.cases, now),
        wall_tiles.speed(last, usual.speed),
        wall_tiles.missed(seen.due_today, now, usual.missed, is_known=usual.is_known),
        wall_tiles.interruptions(seen.down, now),
    ]
    if options.is_whole:
        return tiles
    del tiles[SPEED]  # the widest
    return tiles[: options.tiles]


@dataclass(frozen=True, slots=True)
class _Usual:
    """What the eight weeks before lead one to expect."""

    cases: Usual | None
    speed: Speed
    missed: Usual | None
    is_known: bool


def _usual(past: Past, now: datetime, zone: ZoneInfo) -> _Usual:
    """Return what is usual, worked out anew every ten minutes: it costs as much as the rest of the wall together."""
    return _usual_at(past, now.replace(minute=now.minute - now.minute % 10, second=0, microsecond=0), zone)


@lru_cache(maxsize=KEPT)
def _usual_at(past: Past, at: datetime, zone: ZoneInfo) -> _Usual:
    return _Usual(
        board.open_usual(past.lives, at, zone),
        board.speed(past.lives, at - board.DAY, since=at - reads.BEFORE),
        board.by_now(past.missed, at, zone),
        is_known=min(past.missed, default=at) < at - LEAST_HISTORY,
    )


def _standings(seen: Snapshot, now: datetime) -> list[Standing]:
    """Add what time alone has decided since the snapshot to what was settled."""
    late = [promise.client_id for promise in seen.running if promise.due_at < now]
    settled = {client: (met, missed) for client, met, missed in seen.settled}
    return [
        Standing(each.client, met, missed + late.count(each.client_id), each.per_mille)
        for each in seen.agreed
        for met, missed in [settled.get(each.client_id, (0, 0))]
    ]


def _chart(options: Options, seen: Snapshot, past: Past, hour: datetime) -> None:
    hours = _hours(seen, past, hour, options.zone)
    note = "shaded: usual range" if any(each.usual for each in hours) else wall_tiles.UNKNOWN
    with st.container(key="wall_chart"):
        html.draw("wall_chart", note=note)
        st.vega_lite_chart(
            _picture(hours, options.scale), theme=None, height="stretch", alt=_finding(hours), key="failures_per_hour"
        )


@lru_cache(maxsize=KEPT)
def _hours(seen: Snapshot, past: Past, hour: datetime, zone: ZoneInfo) -> tuple[Judged, ...]:
    began = hour - board.DAY
    today = board.by_hour(life.opened_at for life in seen.lives if life.opened_at >= began)
    return _judged(frozenset(today.items()), past, hour, zone)


@lru_cache(maxsize=KEPT)
def _judged(today: frozenset[tuple[datetime, int]], past: Past, hour: datetime, zone: ZoneInfo) -> tuple[Judged, ...]:
    counts = _hours_before(past, hour - board.DAY) | dict(today)
    return tuple(board.per_hour(counts, hour, zone, hours=HOURS))


@lru_cache(maxsize=KEPT)
def _hours_before(past: Past, began: datetime) -> Counter[datetime]:
    return board.by_hour(life.opened_at for life in past.lives if life.opened_at < began)


@lru_cache(maxsize=KEPT)
def _picture(hours: tuple[Judged, ...], scale: float) -> dict[str, Any]:
    look = charts.Look(text=28 * scale, dot=13 * scale, line=3.5 * scale, height="container", ticks=2)
    return charts.spec(charts.control([_bucket(each) for each in hours], look))


def _bucket(each: Judged) -> charts.Bucket:
    usual = each.usual
    name = f"{each.at:%H:%M}"
    low, expected, high = (usual.low, usual.expected, usual.high) if usual else (None, None, None)
    tick = name if int(name[:2]) % TICK_EVERY == 0 else ""
    return charts.Bucket(name, each.count, low, expected, high, alarm=each.alarm, tick=tick)


@lru_cache(maxsize=KEPT)
def _finding(hours: tuple[Judged, ...]) -> str:
    above = [f"{each.count} at {each.at:%H:%M}" for each in hours[:-1] if each.alarm]
    finding = f"above the usual: {', '.join(above)}" if above else "none above the usual"
    return f"Failures per hour over the last {HOURS} hours, {finding}."
