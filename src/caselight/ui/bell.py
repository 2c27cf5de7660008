"""The bell in the header: what the person has not read yet, and the ways to read it."""

import streamlit as st

from caselight.core.notice_words import sentence
from caselight.core.people import Principal
from caselight.core.wording import age, reference
from caselight.services import notices
from caselight.store import bell
from caselight.store.bell import MOST, Unread
from caselight.ui import act, data, html

FORM = "bell"
SHOWN = 20


@st.fragment
def show() -> None:
    """Draw the bell; opening it reads the list anew, for whoever is here by then."""
    me = data.me()
    if me is None:
        return
    with (
        st.container(key="bell"),
        st.popover("Notices", icon=":material/notifications:", key="bell_list", on_change="rerun"),
    ):
        rows = _unread(me)
        now, zone = data.now(), data.zone()
        lines = [
            {
                "case": reference(row.case),
                "about": row,
                "says": sentence(row.kind, row.body, zone=zone, now=now),
                "age": age(row.made_at, now, zone),
            }
            for row in rows[:SHOWN]
        ]
        html.draw("bell_list", rows=lines, more=_count(rows[SHOWN:]) if len(rows) > SHOWN else "")
        if rows:
            newest = rows[0].delivery
            st.button("Mark all as read", key="bell_read_all", on_click=_read_all, args=(newest,), width="stretch")


def badge(me: Principal) -> None:
    """Draw how many notices are unread; every page's own fragment does so, and asks only when the data moved."""
    rows = _unread(me)
    html.draw("bell_badge", count=_count(rows), n=len(rows))


def opened(me: Principal, case: int) -> None:
    """Count what was said of a case as read, now that the person has opened it."""
    about = [row.delivery for row in _unread(me) if row.case == case]
    actor = data.actor() if about else None
    if actor:
        notices.read(data.store(), about, actor=actor, now=data.now())
        data.drop(bell.unread, me.scope, me.user_id)


def _unread(me: Principal) -> list[Unread]:
    return data.read(bell.unread, me.scope, me.user_id)


def _count(rows: list[Unread]) -> str:
    return f"{MOST - 1}+" if len(rows) >= MOST else str(len(rows))


def _read_all(newest: int) -> None:
    act.configure(notices.read_until, newest, form=FORM, said="Your notices are read.")
    if me := data.me():
        data.drop(bell.unread, me.scope, me.user_id)
