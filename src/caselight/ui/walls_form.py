"""The form that makes a wall's screen, changes it, gives it a new address, and turns it dark."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import streamlit as st

from caselight.core import legibility
from caselight.core.legibility import Panel
from caselight.core.people import Principal
from caselight.core.refusal import Refusal
from caselight.core.wording import date
from caselight.services import walls
from caselight.services.walls import Made, Screen
from caselight.store import suggest
from caselight.store.wall_links import Link
from caselight.ui import act, admin_form, data, html, wall_options

FORM = "wall"
MADE = "wall_made"
NEW = "A new screen"
PIXELS = {1920: "1920, or 4K at 200 %", 2560: "2560", 3840: "3840, 4K at 100 %"}
Typed = dict[str, Any]


def show(me: Principal, links: Sequence[Link]) -> None:
    """Draw the form, and under it what can be done with the screen that is chosen."""
    known = {f"{link.name} (screen {link.id})": link for link in links if link.revoked_at is None}
    clients = {each.name: each.id for each in data.read(suggest.clients, me.scope)}
    if not admin_form.typed(FORM):
        admin_form.fill(FORM, _typed(None, clients))
    _shown_once()
    picked = st.selectbox("Change", [NEW, *known], key="wall_picked", on_change=_pick, args=(known, clients))
    link = known.get(picked)
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    _fields(list(clients))
    label = "Save" if link else "Make the link"
    st.button(label, type="primary", key="wall_save", on_click=_save, args=(link, clients))
    if link:
        _acts(link, clients)


def _fields(names: list[str]) -> None:
    limit = walls.NAME_LIMIT
    admin_form.field(
        FORM,
        "name",
        lambda key: st.text_input("Name of the screen", key=key, placeholder="Floor 2 north", max_chars=limit),
    )
    admin_form.field(FORM, "clients", lambda key: st.multiselect("Clients", names, key=key, placeholder="All clients"))
    admin_form.field(FORM, "zone", lambda key: st.selectbox("Times in", _zones(), key=key))
    admin_form.field(FORM, "theme", lambda key: st.segmented_control("Theme", walls.THEMES, key=key, required=True))
    low, high = legibility.INCHES
    near, far = legibility.METRES
    first, second = st.columns(2, gap="small")
    with first:
        admin_form.field(
            FORM, "inches", lambda key: st.number_input("Panel, inches", low, high, step=1.0, format="%g", key=key)
        )
    with second:
        admin_form.field(
            FORM, "metres", lambda key: st.number_input("Read from, m", near, far, step=0.5, format="%g", key=key)
        )
    admin_form.field(
        FORM,
        "across",
        lambda key: st.selectbox("Pixels across", legibility.ACROSS, key=key, format_func=PIXELS.__getitem__),
    )
    html.draw("walls_preview", said=_preview())
    st.checkbox("Hide who owns a case", key=admin_form.key_of(FORM, "hides_owners"))


def _preview() -> str:
    """Say what people will see, while it is being chosen."""
    try:
        return legibility.said(legibility.fit(_panel(admin_form.typed(FORM)).checked()))
    except Refusal as refused:
        return refused.sentence


def _acts(link: Link, clients: dict[str, int]) -> None:
    """Draw what turns screens dark; it is asked once more, for somebody must then walk there."""
    with st.container(horizontal=True, key="wall_acts"):
        with st.popover("New address", key="wall_ask_renew"):
            html.draw("walls_renew", name=link.name)
            st.button("Make it now", key="wall_renew", on_click=_renew, args=(link,))
        with st.popover("Revoke", key="wall_ask_revoke"):
            html.draw("walls_revoke", name=link.name)
            st.button("Revoke now", key="wall_revoke", on_click=_revoke, args=(link, clients))


def _shown_once() -> None:
    """Show the address of the link just made; nobody can show it again."""
    if made := st.session_state.get(MADE):
        html.draw("walls_made", ends=date(made.ends_at, data.zone(), now=data.now()))
        st.code(f"{_origin()}{made.path}", language=None, wrap_lines=True)


def _typed(link: Link | None, clients: dict[str, int]) -> Typed:
    """Return a screen as the fields of the form."""
    panel = (wall_options.panel(link.options) if link else None) or Panel()
    shown = link.clients or () if link else ()
    return {
        "name": link.name if link else "",
        "clients": [name for name, number in clients.items() if number in shown],
        "zone": link.options["tz"] if link else str(data.zone()),
        "theme": link.options["theme"] if link else walls.THEMES[0],
        "inches": panel.inches,
        "metres": panel.metres,
        "across": panel.across,
        "hides_owners": link.hides_owners if link else False,
    }


def _pick(known: dict[str, Link], clients: dict[str, int]) -> None:
    st.session_state.pop(MADE, None)
    admin_form.fill(FORM, _typed(known.get(st.session_state["wall_picked"]), clients))


def _save(link: Link | None, clients: dict[str, int]) -> None:
    said = admin_form.typed(FORM)
    screen = Screen(
        name=said["name"],
        clients=[clients[name] for name in said["clients"]] or None,
        zone=said["zone"],
        theme=said["theme"],
        panel=_panel(said),
        hides_owners=said["hides_owners"],
    )
    if link is not None:
        act.configure(walls.edit, link.id, screen, form=FORM, said=f"{screen.name} is saved; its screens follow.")
        return
    made: Made | None = act.configure(walls.make, screen, form=FORM, said=f"The link for {screen.name} is made.")
    if made:
        st.session_state[MADE] = made
        admin_form.fill(FORM, {**said, "name": ""})


def _renew(link: Link) -> None:
    st.session_state.pop(MADE, None)
    said = f"{link.name} has a new address; the old one is dead."
    made: Made | None = act.configure(walls.renew, link.id, form=FORM, said=said)
    if made:
        st.session_state[MADE] = made


def _revoke(link: Link, clients: dict[str, int]) -> None:
    st.session_state.pop(MADE, None)
    act.configure(walls.revoke, link.id, form=FORM, said=f"{link.name} is revoked; its screens go dark within seconds.")
    if act.refusal(FORM) is None:
        admin_form.fill(FORM, _typed(None, clients))


def _panel(said: Typed) -> Panel:
    return Panel(float(said["inches"] or 0), float(said["metres"] or 0), said["across"])


def _zones() -> list[str]:
    """Offer the installation's zone first, then UTC and those of the continents in order."""
    first = str(data.zone())
    return [first, *sorted(zone for zone in available_timezones() if zone != first and ("/" in zone or zone == "UTC"))]


def _origin() -> str:
    parts = urlsplit(str(st.context.url or ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
