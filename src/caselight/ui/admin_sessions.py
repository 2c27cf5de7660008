"""Who is signed in where, since when; each can be signed out, or everybody but oneself."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from caselight.core.people import Principal
from caselight.core.wording import age, moment
from caselight.services import sessions, signing_out
from caselight.store import people
from caselight.store.people import Held
from caselight.ui import act, data, html

FORM = "admin_sessions"
SHOWN = 12
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def show(me: Principal, asked: str) -> None:
    """Draw the sessions of those who are looked for, the latest seen first."""
    now = data.now()
    at = now.replace(second=0, microsecond=0)
    held = data.read(people.signed_in, me.scope, at=at, seen_since=at - sessions.IDLE)
    found = [one for one in held if passes(one, asked)]
    html.draw("admin_sessions", total=len(held), found=len(found), more=max(0, len(found) - SHOWN))
    if refused := act.refusal(FORM):
        html.draw("refusal", sentence=refused.sentence)
    for one in found[:SHOWN]:
        with st.container(horizontal=True, key=f"session_{one.id[:12]}", vertical_alignment="center"):
            html.draw("admin_session", row=line(one, now), mine=one.id == me.session_id)
            if one.id != me.session_id:
                st.button("Sign out", key=f"end_{one.id[:12]}", on_click=_one, args=(one,))
    _everybody_else(me, held)


def passes(one: Held, asked: str) -> bool:
    """Say whether every word asked for stands somewhere in a session."""
    said = f"{one.name} {one.login} {one.role} {one.address} {browser(one.agent)}".casefold()
    return all(word in said for word in asked.casefold().split())


def line(one: Held, now: datetime) -> dict[str, str]:
    """Return a session in words."""
    zone = data.zone()
    return {
        "name": one.name,
        "role": one.role,
        "where": ", ".join(filter(None, (browser(one.agent), one.address))) or "unknown place",
        "since": moment(one.created_at, zone, now=now),
        "seen": age(one.last_seen_at, now, zone),
    }


def browser(agent: str) -> str:
    """Return which browser on which system an agent says it is; empty where it says neither."""
    name = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{name} on {system}" if name and system else name or system


def _everybody_else(me: Principal, held: Sequence[Held]) -> None:
    others = {one.user_id for one in held} - {me.user_id}
    if others:
        with st.popover("Sign out everybody else", key="sessions_ask"):
            html.draw("admin_sessions_all", people=len(others))
            st.button("Sign them out now", key="sessions_end", on_click=_all)


def _one(one: Held) -> None:
    act.configure(signing_out.one, one.id, form=FORM, said=f"{one.name} is signed out there.")


def _all() -> None:
    act.configure(signing_out.everybody_else, form=FORM, said="Everybody else is signed out.")
