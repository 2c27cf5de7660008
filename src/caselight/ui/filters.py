"""The filters above a page, kept in the URL so that a copied link shows the same."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core.lateness import OpenCase
from caselight.core.people import Principal, Right, Scope
from caselight.core.priority import Priority
from caselight.core.records import TYPES
from caselight.store import board, suggest
from caselight.store.among import ALL, Among
from caselight.ui import data

PERIODS = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
}
USUAL_PERIOD = "30d"
CODES = {priority.code: priority.value for priority in Priority}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the filters let through, and how to say it in a link."""

    scope: Scope
    zone: ZoneInfo
    clients: tuple[str, ...] = ()
    among: Among = ALL
    period: str = USUAL_PERIOD
    said: dict[str, list[str]] = field(default_factory=dict)

    def between(self, now: datetime, *, back: int = 0) -> tuple[datetime, datetime]:
        """Return the period that ends with the last full minute, or one of those before it."""
        until = now.replace(second=0, microsecond=0) - back * PERIODS[self.period]
        return until - PERIODS[self.period], until

    def passes(self, priority: int) -> bool:
        """Say whether the priority filter lets it through."""
        return not self.among.priorities or priority in self.among.priorities

    def lets(self, case: OpenCase) -> bool:
        """Say whether the filters let an open case through; its client is another matter, that of the scope."""
        return self.among.lets(case.priority, case.record_type, case.team_id)

    def of_all_teams(self) -> "Asked":
        """Return the same, whichever team holds a case."""
        said = {name: values for name, values in self.said.items() if name != "team"}
        return replace(self, among=replace(self.among, teams=()), said=said)

    def link(self, page: str, **more: str | Collection[str]) -> str:
        """Return the address of a page with these filters and more."""
        return f"/{page}?{urlencode({**self.said, **more}, doseq=True)}".rstrip("?")


def client_only(me: Principal) -> Asked:
    """Draw the filter of a list of what has no priority."""
    known = data.read(suggest.clients, me.scope)
    names = {client.name: client.id for client in known}
    picked = st.multiselect(
        "Clients",
        list(names),
        key="client",
        placeholder="All clients",
        label_visibility="collapsed",
        width=208,
        bind="query-params",
    )
    chosen = tuple(name for name in picked if name in names)
    scope = me.scope.narrowed(names[name] for name in chosen)
    return Asked(scope=scope, zone=data.zone(), clients=chosen, said={"client": list(chosen)} if chosen else {})


def client_and_priority(me: Principal) -> Asked:
    """Draw the filters that every list of cases has."""
    asked = client_only(me)
    codes = st.pills(
        "Priorities", list(CODES), selection_mode="multi", key="pri", label_visibility="collapsed", bind="query-params"
    )
    said = asked.said | ({"pri": list(codes)} if codes else {})
    among = replace(asked.among, priorities=tuple(CODES[code] for code in codes))
    return replace(asked, among=among, said=said)


def with_period(me: Principal) -> Asked:
    """Draw the filters of a page of figures: clients, priorities, period and zone."""
    asked = _in_period(client_and_priority(me))
    zone = zone_choice(me)
    said = asked.said | ({"tz": [zone]} if zone != data.settings().zone else {})
    return replace(asked, zone=ZoneInfo(zone), said=said)


def client_and_period(me: Principal) -> Asked:
    """Draw the filters of a list of what has no priority but a time: clients and period."""
    return _in_period(client_only(me))


def _in_period(asked: Asked) -> Asked:
    period = st.segmented_control(
        "Period",
        list(PERIODS),
        default=USUAL_PERIOD,
        required=True,
        key="period",
        label_visibility="collapsed",
        bind="query-params",
    )
    said = asked.said | ({"period": [period]} if period and period != USUAL_PERIOD else {})
    return replace(asked, period=period or USUAL_PERIOD, said=said)


def types_and_teams(
    me: Principal, asked: Asked, record_types: Collection[str] = tuple(TYPES), *, says: str | None = None
) -> Asked:
    """Draw the filters that are asked for more rarely, folded away; what is chosen stands on the button.

    Where all is of one type, only teams are asked for; of whoever may not read of colleagues, only types.
    """
    titles = {TYPES[key].title: key for key in record_types}
    offered = ["type"] * (len(titles) > 1) + ["team"] * me.may(Right.COLLEAGUES)
    if not offered:
        return asked
    label = ", ".join(offered).capitalize()
    if chosen := sum(len(st.session_state.get(key, st.query_params.get_all(key))) for key in offered):
        label = f"{label}: {chosen}"
    with st.popover(label, key="types_and_teams", width="content", help=says):
        types = several("All types", "type", list(titles), width="stretch") if "type" in offered else []
        picked = _teams(me) if "team" in offered else {}
    said = asked.said | ({"type": types} if types else {}) | ({"team": list(picked)} if picked else {})
    among = replace(asked.among, record_types=tuple(titles[title] for title in types), teams=tuple(picked.values()))
    return replace(asked, among=among, said=said)


def several(placeholder: str, key: str, options: list[str], *, width: int | Literal["stretch"] = 170) -> list[str]:
    """Draw a choice of any of some, kept in the URL; what the URL cannot mean is left out."""
    picked = st.multiselect(
        placeholder,
        options,
        key=key,
        placeholder=placeholder,
        label_visibility="collapsed",
        width=width,
        bind="query-params",
    )
    return [name for name in picked if name in options]


def zone_choice(me: Principal) -> str:
    """Draw the choice of the zone that times are shown in: the installation's, UTC, the clients' and the browser's."""
    here = data.zone().key
    clients = [client.zone for client in data.read(suggest.clients, me.scope)]
    zones = dict.fromkeys([data.settings().zone, here, "UTC", *sorted(clients)])
    return st.selectbox("Times in", list(zones), key="tz", label_visibility="collapsed", width=190, bind="query-params")


def open_cases(asked: Asked) -> list[OpenCase]:
    """Return the open cases that pass the filters: the one set behind every count of what is late."""
    return [case for case in data.read(board.open_cases, asked.scope) if asked.lets(case)]


def _teams(me: Principal) -> dict[str, int]:
    """Draw the filter by the team that holds a case now; return the ids of those chosen by name."""
    known = {team.name: team.id for team in data.read(suggest.teams, me.scope)}
    return {name: known[name] for name in several("All teams", "team", list(known), width="stretch")}
