"""The frame around every page: brand, menu of the person, and the one fragment that watches."""

import logging
from collections.abc import Callable

import streamlit as st

from caselight.core.people import Principal
from caselight.ui import act, data, html

REFRESH_S = 3
log = logging.getLogger(__name__)


def frame(me: Principal) -> None:
    """Draw what stands on every page, before the page itself."""
    html.draw("brand")
    with st.container(key="me"), st.popover(_initials(me.name)):
        html.draw("me", name=me.name, role=me.role, zone=str(data.zone()))
        st.button("Sign out", on_click=st.logout, key="sign_out", width="stretch")


def title(text: str, note: str = "") -> None:
    """Draw the heading of a page, and a few muted words beside it."""
    html.draw("title", text=text, note=note, width="content")


def live(show: Callable[[], None] | None = None) -> None:
    """Draw now and every three seconds; every page calls this once, with what redraws or with nothing.

    Each tick also sees a revoked session out, shows what was done last, and moves the stamp that the browser watches.
    """
    _tick(show)


@st.fragment(run_every=REFRESH_S)
def _tick(show: Callable[[], None] | None) -> None:
    if data.me() is None:
        st.logout()
        st.stop()
    stamp()
    if show:
        show()
    if (done := act.flash()) is not None:
        html.draw("flash", text=done.text)


def stamp() -> None:
    """Draw how old the data is; the browser counts on from there."""
    at = data.as_of()
    html.draw("stamp", run=at.isoformat(), age=round((data.now() - at).total_seconds()), at=at.astimezone(data.zone()))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()
