"""The tab of people: who may sign in, as what, for whom, and where they are signed in now."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from caselight.core.people import Principal
from caselight.core.wording import age
from caselight.store import people
from caselight.store.people import Person
from caselight.ui import admin_people_form, admin_sessions, data, html

SHOWN, NAMED = 60, 2  # accounts in the list, clients of one


def show(me: Principal) -> None:
    """Draw the accounts beside the form that makes, changes and closes one."""
    now = data.now()
    rows = data.read(people.people, me.scope, at=now.replace(second=0, microsecond=0))
    left, right = st.columns([1.95, 1], gap="small")
    with left, st.container(key="panel_people"):
        asked = _list(rows, now)
    with right:
        with st.container(key="panel_person"):
            admin_people_form.show(me, rows)
        with st.container(key="panel_sessions"):
            admin_sessions.show(me, asked)


def _list(rows: Sequence[Person], now: datetime) -> str:
    """Draw who is looked for, and return what was typed."""
    able = sum(row.is_active and row.has_password for row in rows)
    asked = st.text_input(
        "Find a person",
        key="people_words",
        placeholder="Name, user name, role, team or client",
        label_visibility="collapsed",
        max_chars=60,
    )
    found = [row for row in rows if passes(row, asked or "")]
    html.draw(
        "admin_people",
        able=able,
        rows=[line(row, now) for row in found[:SHOWN]],
        more=max(0, len(found) - SHOWN),
        asked=asked,
    )
    return asked or ""


def passes(row: Person, asked: str) -> bool:
    """Say whether every word asked for stands somewhere in an account."""
    said = " ".join((row.name, row.login, row.role, row.team or "", *row.clients)).casefold()
    return all(word in said for word in asked.casefold().split())


def line(row: Person, now: datetime) -> dict[str, object]:
    """Return an account in words."""
    if not row.is_active:
        state = "closed"
    elif not row.has_password:
        state = "no password yet"
    else:
        state = f"signed in, {row.open_sessions}×" if row.open_sessions else "not signed in"
    return {
        "name": row.name,
        "login": row.login,
        "role": row.role,
        "team": row.team or "",
        "clients": _sees(row),
        "all_clients": ", ".join(row.clients),
        "state": state,
        "seen": age(row.seen_at, now, data.zone()) if row.seen_at else "never",
        "is_closed": not row.is_active,
    }


def _sees(row: Person) -> str:
    """Return whose cases somebody sees: a few clients by name."""
    if row.sees_all:
        return "all clients"
    more = len(row.clients) - NAMED
    named = ", ".join(row.clients[:NAMED]) or "no client"
    return f"{named} and {more} more" if more > 0 else named
