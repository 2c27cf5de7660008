"""The admin page: one tab for each kind of configuration, the tab in the URL."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.ui import (
    admin_calendars,
    admin_clients,
    admin_contracts,
    admin_keys,
    admin_matrix,
    admin_notices,
    admin_people,
    admin_routing,
    admin_settings,
    admin_teams,
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of configuration, and who may change it."""

    name: str
    title: str
    right: Right
    show: Callable[[Principal], None]


PARAMETER = "tab"
TABS = (
    Tab("contracts", "Contracts and targets", Right.PROMISE, admin_contracts.show),
    Tab("calendars", "Calendars", Right.CONFIGURE, admin_calendars.show),
    Tab("matrix", "Escalation matrix", Right.CONFIGURE, admin_matrix.show),
    Tab("routing", "Routing", Right.CONFIGURE, admin_routing.show),
    Tab("teams", "Teams and shifts", Right.CONFIGURE, admin_teams.show),
    Tab("people", "People", Right.CONFIGURE, admin_people.show),
    Tab("clients", "Clients", Right.CONFIGURE, admin_clients.show),
    Tab("notices", "Notices", Right.CONFIGURE, admin_notices.show),
    Tab("keys", "API keys", Right.CONFIGURE, admin_keys.show),
    Tab("settings", "Settings", Right.CONFIGURE, admin_settings.show),
)


def chosen(me: Principal) -> Tab:
    """Draw the tabs this person may use and return the one that is open."""
    tabs = {tab.name: tab for tab in TABS if me.may(tab.right)}
    asked = st.query_params.get(PARAMETER, "")
    name = st.segmented_control(
        "Kind",
        list(tabs),
        key="admin_tab",
        default=asked if asked in tabs else next(iter(tabs)),
        format_func=lambda each: tabs[each].title,
        required=True,
        label_visibility="collapsed",
        on_change=_turn,
    )
    return tabs[name or next(iter(tabs))]


def _turn() -> None:
    st.query_params[PARAMETER] = st.session_state["admin_tab"]
