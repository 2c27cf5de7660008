"""Wall links: make one, show its address once, and turn a screen dark."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import available_timezones

import streamlit as st

from caselight.core.people import Principal
from caselight.core.wording import date
from caselight.services import walls
from caselight.services.walls import Made, Screen
from caselight.store import suggest, wall_links
from caselight.store.wall_links import Link
from caselight.ui import act, data, html

FORM = "wall_link"
MADE = "wall_made"
SCALES = {1.0: "as it is", 1.3: "× 1.3", 1.5: "× 1.5", 2.0: "× 2"}
ENDED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A link in words."""

    id: int
    name: str
    shows: str
    how: str
    made: str
    ends: str
    is_open: bool


def show(me: Principal) -> None:
    """Draw the links there are beside the form for a new one."""
    left, right = st.columns([1.95, 1], gap="small")
    with left, st.container(key="panel_links"):
        _list(me)
    with right, st.container(key="panel_new_link"):
        _form(me)


def _list(me: Principal) -> None:
    now = data.now()
    names = {each.id: each.name for each in data.read(suggest.clients, me.scope)}
    rows = [_row(link, names, now) for link in data.read(wall_links.links, me.scope)]
    still = [row for row in rows if row.is_open]
    html.draw("walls_head", count=len(still))
    for row in still:
        with st.container(horizontal=True, key=f"link_{row.id}", vertical_alignment="center"):
            html.draw("walls_row", row=row)
            _revoke(row)
    html.draw("walls_ended", rows=[row for row in rows if not row.is_open][:ENDED_SHOWN])


def _revoke(row: Row) -> None:
    """Ask once more: a screen that went dark needs somebody to walk there."""
    with st.popover("Revoke", key=f"ask_{row.id}"):
        html.draw("walls_revoke", name=row.name)
        st.button("Revoke now", key=f"revoke_{row.id}", on_click=_revoked, args=(row.id, row.name))


def _revoked(link_id: int, name: str) -> None:
    st.session_state.pop(MADE, None)
    act.configure(walls.revoke, link_id, form=FORM, said=f"{name} is revoked; its screens go dark within seconds.")


def _form(me: Principal) -> None:
    _shown_once()
    html.draw("walls_new")
    if refused := act.refusal(FORM):
        html.draw("refusal", sentence=refused.sentence)
    clients = {each.name: each.id for each in data.read(suggest.clients, me.scope)}
    st.text_input("Name of the screen", key="wall_name", placeholder="Floor 2 north", max_chars=walls.NAME_LIMIT)
    st.multiselect("Clients", list(clients), key="wall_clients", placeholder="All clients")
    st.selectbox("Times in", _zones(), key="wall_zone")
    st.segmented_control("Theme", walls.THEMES, key="wall_theme", default="dark", required=True)
    sizes = list(SCALES)
    st.segmented_control("Size", sizes, key="wall_scale", default=1.0, format_func=SCALES.__getitem__, required=True)
    st.checkbox("Hide who owns a case", key="wall_hides_owners")
    st.button("Make the link", type="primary", key="wall_make", on_click=_make, args=(clients,))


def _shown_once() -> None:
    """Show the address of the link just made; nobody can show it again."""
    if made := st.session_state.get(MADE):
        html.draw("walls_made", ends=date(made.ends_at, data.zone(), now=data.now()))
        st.code(f"{_origin()}{made.path}", language=None, wrap_lines=True)


def _make(clients: dict[str, int]) -> None:
    chosen = st.session_state
    screen = Screen(
        name=chosen["wall_name"],
        clients=[clients[name] for name in chosen["wall_clients"]] or None,
        zone=chosen["wall_zone"],
        theme=chosen["wall_theme"],
        scale=chosen["wall_scale"],
        hides_owners=chosen["wall_hides_owners"],
    )
    made: Made | None = act.configure(walls.make, screen, form=FORM, said=f"The link for {screen.name} is made.")
    if made:
        chosen[MADE] = made
        chosen["wall_name"] = ""


def _row(link: Link, names: dict[int, str], now: datetime) -> Row:
    zone = data.zone()
    asked = {name: values[0] for name, values in parse_qs(link.query).items()}
    words = [asked.get("theme", "dark"), f"× {asked.get('scale', '1')}", asked.get("tz", "UTC")]
    if link.hides_owners:
        words.append("owners hidden")
    end = link.revoked_at or link.ends_at
    return Row(
        link.id,
        link.name,
        "All clients"
        if link.clients is None
        else ", ".join(names.get(each, "another client") for each in link.clients),
        ", ".join(words),
        f"by {link.created_by or 'nobody'}, {date(link.created_at, zone, now=now)}",
        f"{'revoked' if link.revoked_at else 'ends' if link.is_open(now) else 'ended'} {date(end, zone, now=now)}",
        link.is_open(now),
    )


def _zones() -> list[str]:
    """Offer the installation's zone first, then those of the clients' continents in order."""
    first = str(data.zone())
    return [first, *sorted(zone for zone in available_timezones() if zone != first and "/" in zone)]


def _origin() -> str:
    parts = urlsplit(str(st.context.url or ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
