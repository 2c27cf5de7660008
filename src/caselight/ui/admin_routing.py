"""The tab of routing: the rules, what is wrong with them, the form for the next one, and who has how much to do."""

from datetime import datetime

import streamlit as st

from caselight.core.people import Principal
from caselight.core.routing import Route
from caselight.core.wording import MINUTE, moment
from caselight.core.workload import loads
from caselight.store import board, routing, suggest
from caselight.ui import admin_route_form, data, goes_to, html
from caselight.ui.admin_route_form import TYPES


def show(me: Principal) -> None:
    """Draw the rules and the load beside the forms."""
    now = data.now()
    routes = data.read(routing.routes, me.scope)
    left, right = st.columns([1.95, 1], gap="small")
    with left:
        with st.container(key="panel_routes"):
            _rules(me, routes, now)
        with st.container(key="panel_load"):
            html.draw("admin_load", teams=loads(data.read(board.open_cases, me.scope)))
    with right:
        with st.container(key="panel_route"):
            admin_route_form.show(me)
        if holding := [route for route in routes if route.valid_until is None]:
            with st.container(key="panel_route_end"):
                admin_route_form.end(me, holding)


def _rules(me: Principal, routes: list[Route], now: datetime) -> None:
    clients = {client.id: client.name for client in data.read(suggest.clients, me.scope)}
    teams = {team.id: team.name for team in data.read(suggest.teams, me.scope)}
    hands = data.read(routing.rules, me.scope).hands
    zone = data.zone()
    lines = [
        {
            "number": route.id,
            "about": goes_to.about(route, clients),
            "team": teams.get(route.team_id, ""),
            "owner": hands[route.owner_id].name if route.owner_id else "",
            "from": moment(route.valid_from, zone, now=now),
            "until": moment(route.valid_until, zone, now=now) if route.valid_until else "",
            "holds": route.holds(now),
            "to_come": route.valid_from > now,
        }
        for route in sorted(routes, key=lambda route: (not route.holds(now), -route.says, route.age))
    ]
    at = now.replace(second=0, microsecond=0) + MINUTE  # by the minute, so that the answer is kept that long
    faults = data.read(routing.faults_now, me.scope, types=tuple(TYPES.values()), at=at) if routes else []
    html.draw("admin_routes", rows=lines, faults=[fault.sentence for fault in faults])
