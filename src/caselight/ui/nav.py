"""The screens there are, who may open each, and the check that opens every page."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from caselight.core.people import Principal, Right, Role
from caselight.ui import data, html

FOLDER = Path(__file__).resolve().parents[3] / "pages"
DRAWN_FOR = "drawn_for"  # who they were when the page was drawn: the watching fragment compares


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: its file's name is its address, except for the first, which is `/`."""

    name: str
    title: str
    right: Right
    section: str = ""  # pages without one stand directly in the bar
    is_hidden: bool = False  # reached by a link, not from the bar
    redraws: bool = True  # its own fragment also does the watching that every page needs

    @property
    def path(self) -> Path:
        """Return the page's file."""
        return FOLDER / f"{self.name}.py"


SCREENS = (
    Screen("overview", "Overview", Right.READ),
    Screen("queue", "Queue", Right.WORK),
    Screen("escalations", "Escalations", Right.WORK),
    Screen("cases", "Cases", Right.READ),
    Screen("log", "Log", Right.WORK, redraws=False),
    Screen("case", "Case", Right.READ, is_hidden=True),
    Screen("wall", "Wall", Right.WALL, is_hidden=True),
    Screen("failures", "Failures", Right.READ, section="Measure"),
    Screen("speed", "Speed", Right.READ, section="Measure"),
    Screen("sla", "SLA", Right.READ, section="Measure"),
    Screen("interruptions", "Interruptions", Right.READ, section="Measure"),
    Screen("recovery", "Recovery", Right.READ, section="Measure"),
    Screen("forecast", "Forecast", Right.WORK, section="Measure"),
    Screen("problems", "Problems", Right.WORK, section="Measure", redraws=False),
    Screen("quality", "Logging", Right.WORK, section="Measure"),
    Screen("review", "Review", Right.REVIEW, section="Measure", redraws=False),
    Screen("admin", "Clients and contracts", Right.PROMISE, section="Admin", redraws=False),
    Screen("audit", "Audit", Right.AUDIT, section="Admin"),
    Screen("walls", "Wall screens", Right.CONFIGURE, section="Admin", redraws=False),
)


def named(name: str) -> Screen:
    """Return the screen of this name."""
    return next(screen for screen in SCREENS if screen.name == name)


def open_to(me: Principal) -> list[Screen]:
    """Return the screens this person may open, the first being where they begin."""
    return [screen for screen in SCREENS if me.may(screen.right) and screen.path.exists()]


def pages(me: Principal) -> dict[str, list[StreamlitPage]]:
    """Return Streamlit's pages by section for this person; anything else cannot be opened at all."""
    screens = open_to(me)
    home = next((screen for screen in screens if not screen.is_hidden), None)
    sections: dict[str, list[StreamlitPage]] = {}
    if home is None:  # a default page cannot be opened by its own name, and /wall must open
        sections[""] = [st.Page(_to_the_wall, title="Wall", url_path="start", default=True)]
    for screen in screens:
        page = st.Page(
            screen.path,
            title=screen.title,
            url_path=screen.name,
            default=screen is home,
            visibility="hidden" if screen.is_hidden else "visible",
        )
        sections.setdefault(screen.section, []).append(page)
    return sections


def has_bar(me: Principal) -> bool:
    """Say whether this person moves between pages at all; a wall does not."""
    return me.role is not Role.WALL


def is_framed(page: StreamlitPage) -> bool:
    """Say whether a page stands in the frame; the wall is a picture of its own."""
    return page.url_path != "wall"


def require(name: str) -> Principal:
    """Return who is here, if they may open this page; every page begins with it, since a page may run without main."""
    me = data.me()
    if me is None:
        st.logout()
        st.stop()
    if not me.may(named(name).right):
        html.draw("notice", text=f"{named(name).title} is not open to you as {me.role}.")
        st.stop()
    st.session_state[DRAWN_FOR] = me
    return me


def _to_the_wall() -> None:
    st.switch_page(named("wall").path)
