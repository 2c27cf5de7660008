"""The tab of teams: who is there when, when nobody of a tier is, and the form that keeps a team and its shifts."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

import streamlit as st

from caselight.core import shifts
from caselight.core.calling import Desk
from caselight.core.cover import hours_in, presence, uncovered
from caselight.core.hours import BusinessHours
from caselight.core.matrix import TIERS
from caselight.core.people import Principal
from caselight.core.wording import duration, moment
from caselight.services.teams import AHEAD
from caselight.store import teams
from caselight.store.teams import TeamRow
from caselight.ui import admin_matrix, admin_team_form, data, html
from caselight.ui.team_words import spans_said


def show(me: Principal) -> None:
    """Draw the teams and the hours without anybody beside the form."""
    rows = data.read(teams.teams, me.scope)
    now, zone = data.now(), data.zone()
    desks = [Desk(row.id, row.name, row.tier, _hours(row)) for row in rows]
    left, right = st.columns([1.35, 1], gap="small")
    with left:
        with st.container(key="panel_teams"):
            html.draw("admin_teams", rows=[_said(row, desk, now, zone) for row, desk in zip(rows, desks, strict=True)])
        with st.container(key="panel_teams_cover"):
            html.draw("admin_teams_cover", tiers=[_tier(desks, tier, now, zone) for tier in TIERS], zone=str(zone))
    with right, st.container(key="panel_team"):
        admin_team_form.show({row.name: row for row in rows}, admin_matrix.names_of(me))


def _hours(row: TeamRow) -> BusinessHours | None:
    return BusinessHours.from_dict(row.hours) if row.hours else None


def _said(row: TeamRow, desk: Desk, now: datetime, zone: tzinfo) -> dict[str, object]:
    is_there, until = presence(desk, now)
    change = f" until {moment(until, zone, now=now)}" if until else ""
    return {
        "row": row,
        "week": shifts.in_words(desk.hours.weekly) if desk.hours else "always there",
        "zone": desk.hours.zone if desk.hours else "",
        "is_there": is_there,
        "change": change if is_there else f"back {moment(until, zone, now=now)}" if until else "not in the next month",
    }


def _tier(desks: Sequence[Desk], tier: int, now: datetime, zone: tzinfo) -> dict[str, object]:
    spans = uncovered(desks, tier, now, now + AHEAD)
    return {
        "tier": tier,
        "has_team": any(desk.tier == tier for desk in desks),
        "length": duration(hours_in(spans)) if spans else "",
        "spans": spans_said(spans, zone, now),
    }
