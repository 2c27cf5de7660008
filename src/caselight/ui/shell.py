"""The frame around every page: brand, menu of the person, and the one fragment that watches."""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

import streamlit as st
from sqlalchemy.exc import DBAPIError

from caselight.core.people import Principal, Right
from caselight.core.wording import clock
from caselight.services import accounts
from caselight.ui import act, bell, data, html, nav

REFRESH_S = 3
DRAWN_AT = "drawn_at"  # the instant of the last picture


def frame(me: Principal) -> None:
    """Draw what stands on every page, before the page itself."""
    html.draw("brand", user=me.user_id)
    bell.show()
    with st.container(key="me"), st.popover(_initials(me.name)):
        html.draw("me", name=me.name, role=me.role, zone=str(data.zone()), has_wall=me.may(Right.WALL))
        st.button("Sign out", on_click=st.logout, key="sign_out", width="stretch")
        st.button("Sign out everywhere", on_click=_everywhere, key="sign_out_all", width="stretch")


def _everywhere() -> None:
    """End every session of this person, this one too."""
    me = data.actor()
    if me is not None and me.user_id is not None:
        act.configure(accounts.sign_out, me.user_id, form="sign_out_all", said="Signed out everywhere.")
    st.logout()


def title(text: str, note: str = "") -> None:
    """Draw the heading of a page, and a few muted words beside it."""
    html.draw("title", text=text, note=note, width="content")


def live(show: Callable[[], None] | None = None, *, shows_stamp: bool = True) -> None:
    """Draw now and every three seconds; every page calls this once, with what redraws or with nothing.

    Each tick also sees a revoked session out, begins the page anew for whoever has been given another role or other
    clients, shows what was done last, and moves the stamp that the browser watches; who draws a stamp of their own says
    so.
    """
    _tick(show, st.session_state.get(nav.DRAWN_FOR) or data.me(), shows_stamp)


def away() -> NoReturn:
    """Say calmly that the database does not answer, and begin again by itself as soon as it does."""
    _wait()
    st.stop()


@st.fragment(run_every=REFRESH_S)
def _wait() -> None:
    try:
        data.me()
    except DBAPIError:
        html.draw("notice", text="The database does not answer. This page comes back by itself.")
    else:
        st.rerun()


@st.fragment(run_every=REFRESH_S)
def _tick(show: Callable[[], None] | None, drawn_for: Principal | None, shows_stamp: bool) -> None:  # noqa: FBT001 – a fragment's
    me = _still(drawn_for)
    if me is None:
        st.logout()
        st.stop()
    if me != drawn_for:  # what stands here, and what `show` was given, was for who they were
        st.rerun()
    if shows_stamp:
        stamp()
    try:
        if show:
            _picture(show)
        if shows_stamp and (me := data.me()):
            bell.badge(me)
    except DBAPIError:  # asked for something that was not kept
        html.draw("notice", text=f"Could not refresh at {clock(data.now(), data.zone())}, retrying.")
    if (done := act.flash()) is not None:
        html.draw("flash", text=done.text)


def _picture(show: Callable[[], None]) -> None:
    """Draw one picture, of one instant; while the database is away that of the last one, whose answers are kept."""
    is_away = data.is_away()
    instant: datetime | None = st.session_state.get(DRAWN_AT) if is_away else data.now()
    with data.standing_at(instant):
        show()
    if not is_away:
        st.session_state[DRAWN_AT] = instant


def _still(drawn_for: Principal | None) -> Principal | None:
    """Return who is looking now; while the database is away nobody is sent away, nor anything drawn anew."""
    try:
        return data.me()
    except DBAPIError:
        return drawn_for


def stamp() -> None:
    """Draw how old the data is; the browser counts on from there."""
    at = data.as_of()
    html.draw("stamp", run=at.isoformat(), age=round(data.age().total_seconds()), at=at.astimezone(data.zone()))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()
