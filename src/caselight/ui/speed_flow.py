"""Where the time of cases goes, and how often they change hands."""

from datetime import date, datetime

import streamlit as st

from caselight.core.flow import Flow
from caselight.core.people import Principal, Right
from caselight.core.wording import duration
from caselight.store import failures, flow, suggest
from caselight.store.caselist import Wanted
from caselight.store.matured import last_hour
from caselight.ui import data, html
from caselight.ui.filters import Asked

Share = tuple[str, str]
LANES = 6


def show(me: Principal, asked: Asked, now: datetime) -> None:
    """Draw shares by status and by tier, the share that waits by client, the hand-offs, and where work waits."""
    found = of(asked, now)
    names = data.read(failures.clients, asked.scope)
    waiting = sorted(found.waiting.items(), key=lambda one: (-one[1], one[0]))
    html.draw(
        "speed_flow",
        statuses=_shares(found.by_status),
        tiers=_shares({f"Tier {tier}": spent for tier, spent in found.by_tier.items()}),
        waiting=[(names[client], f"{share:.0%}") for client, share in waiting],
        found=found,
        lanes=_lanes(asked, found) if me.may(Right.COLLEAGUES) else [],
        handed=asked.link("cases", list="handed", period=asked.period),
        returned=asked.link("cases", list="returned", period=asked.period),
    )


def of(asked: Asked, now: datetime) -> Flow:
    """Return the flow of the cases opened in the period that ended with the last full hour."""
    since, until = asked.between(last_hour(now))
    return data.read_slowly(flow.of_period, asked.scope, asked.among, since=since, until=until)


def handed(asked: Asked, now: datetime, _day: date | None = None) -> Wanted:
    """Return the cases that changed teams."""
    return Wanted(numbers=of(asked, now).handed)


def returned(asked: Asked, now: datetime, _day: date | None = None) -> Wanted:
    """Return the cases that came back to the team before."""
    return Wanted(numbers=of(asked, now).returned)


def in_lane(asked: Asked, now: datetime, _day: date | None = None) -> Wanted:
    """Return the cases that went the way between two teams which the URL names by their numbers: 1-3."""
    way = str(st.query_params.get("at", ""))
    found = (lane.cases for lane in of(asked, now).lanes if f"{lane.came_from}-{lane.went_to}" == way)
    return Wanted(numbers=next(found, frozenset()))


def _lanes(asked: Asked, found: Flow) -> list[dict[str, object]]:
    """Return the ways between teams on which most time is waited, in words."""
    names = {team.id: team.name for team in data.read(suggest.teams, asked.scope)}
    return [
        {
            "way": f"{names[lane.came_from]} → {names[lane.went_to]}",
            "n": len(lane.cases),
            "link": asked.link("cases", list="lane", at=f"{lane.came_from}-{lane.went_to}", period=asked.period),
            "half": duration(lane.half) if lane.half else "too few",
            "waited": duration(lane.waited),
            "untaken": lane.untaken,
        }
        for lane in found.lanes[:LANES]
    ]


def _shares(spent: dict[str, float]) -> list[Share]:
    whole = sum(spent.values())
    return [(name, f"{part / whole:.0%}") for name, part in spent.items()] if whole else []
