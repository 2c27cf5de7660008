"""The Overview: what needs attention, and whether it is unusual."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core import board, lateness
from caselight.core.board import DAY, Standing
from caselight.core.lateness import OpenCase
from caselight.core.people import Principal
from caselight.store import overview as reads
from caselight.ui import case_rows, daily, data, filters, html, outward, overlooked, tiles, wall_rows
from caselight.ui.filters import Asked

FIRST = 5


def show(me: Principal, asked: Asked) -> None:
    """Draw tiles, failures per day, SLA by client and the first overdue cases."""
    now = data.now()
    cases = filters.open_cases(asked)
    html.draw("overview_tiles", tiles=_tiles(asked, cases, now))
    overlooked.show(me, asked, now)
    with st.container(key="overview_charts"):
        left, right = st.columns([1.42, 1], gap="small")
        with left, st.container(key="panel_failures", height="stretch"):
            daily.show(asked, now)
        with right, st.container(key="panel_sla", height="stretch"):
            _sla(asked, now)
    late = lateness.overdue(cases, now)
    html.draw(
        "overview_late",
        rows=[outward.row(me, case_rows.row(case, now)) for case in late[:FIRST]],
        total=len(late),
        link=asked.link("cases", list="overdue"),
        next_due=case_rows.next_due(cases, now),
    )


def standings(asked: Asked, now: datetime, *, back: int | None = 0) -> list[Standing]:
    """Return how each client's promises stand in the period, one back or more; with None in its contract month."""
    scope = asked.scope
    agreed = data.read(reads.agreed, scope, at=now.replace(minute=0, second=0, microsecond=0))
    kept: dict[int, reads.Kept] = {}
    for zone, clients in _by_zone(agreed).items():
        since, until = month(now, zone) if back is None else asked.between(now, back=back)
        narrowed = scope.narrowed(clients)
        found = data.read(reads.promises_kept, narrowed, asked.among, since=since, until=until)
        kept |= {each.client_id: each for each in found}
    none = reads.Kept(0, 0, 0)
    return [
        Standing(each.client, kept.get(each.client_id, none).met, kept.get(each.client_id, none).missed, each.per_mille)
        for each in agreed
    ]


def month(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the contract month so far: from its first midnight in the zone to the last full minute."""
    return board.month_began(now, zone), now.replace(second=0, microsecond=0)


def contract_zone(asked: Asked, now: datetime) -> ZoneInfo:
    """Return the zone in which the contract month of the one client asked for begins; of several, that of the page."""
    agreed = data.read(reads.agreed, asked.scope, at=now.replace(minute=0, second=0, microsecond=0))
    return ZoneInfo(agreed[0].zone) if len(agreed) == 1 else asked.zone


def _by_zone(agreed: Iterable[reads.Agreed]) -> dict[ZoneInfo, list[int]]:
    zones: dict[ZoneInfo, list[int]] = {}
    for each in agreed:
        zones.setdefault(ZoneInfo(each.zone), []).append(each.client_id)
    return zones


def _tiles(asked: Asked, cases: list[OpenCase], now: datetime) -> list[tiles.Tile]:
    this, prior = (standings(asked, now, back=back) for back in (0, 1))
    speed, before = (_speed(asked, asked.between(now, back=back)) for back in (0, 1))
    then = asked.between(now)[1] - DAY
    a_day_ago = data.read(reads.open_at, asked.scope, asked.among, at=then)
    return [
        tiles.overdue(cases, now, asked),
        tiles.open_now(cases, now, a_day_ago, asked),
        tiles.sla(_sum(this), _sum(prior), this, asked),
        tiles.speed(speed, before, asked),
    ]


def _sum(standings: Iterable[Standing]) -> Standing:
    standings = list(standings)
    return Standing("", sum(each.met for each in standings), sum(each.missed for each in standings), 0)


def _speed(asked: Asked, between: tuple[datetime, datetime]) -> board.Speed:
    since, until = between
    return data.read(reads.speed, asked.scope, asked.among, since=since, until=until)


def _sla(asked: Asked, now: datetime) -> None:
    bars, left_out = wall_rows.bars(standings(asked, now, back=None))
    links = {bar.client: asked.link("sla", client=bar.client) for bar in bars}
    lists = {bar.client: asked.link("cases", client=bar.client, list="sla_month") for bar in bars}
    html.draw(
        "overview_sla", bars=bars, links=links, lists=lists, left_out=left_out, period=wall_rows.period(now, asked.zone)
    )
