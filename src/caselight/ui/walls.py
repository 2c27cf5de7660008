"""Wall screens: which there are, what each shows, and when its link ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from caselight.core import legibility
from caselight.core.people import Principal
from caselight.core.wording import date
from caselight.store import suggest, wall_links
from caselight.store.wall_links import Link
from caselight.ui import data, html, wall_options, walls_form

ENDED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A screen in words."""

    name: str
    shows: str
    how: tuple[str, ...]
    made: str
    ends: str
    warns: bool
    is_open: bool


def show(me: Principal) -> None:
    """Draw the screens there are beside the form that makes, changes and revokes one."""
    links = data.read(wall_links.links, me.scope)
    left, right = st.columns([1.95, 1], gap="small")
    with left, st.container(key="panel_links"):
        _list(me, links)
    with right, st.container(key="panel_new_link"):
        walls_form.show(me, links)


def _list(me: Principal, links: Sequence[Link]) -> None:
    now = data.now()
    names = {each.id: each.name for each in data.read(suggest.clients, me.scope)}
    rows = [row(link, names, now) for link in links]
    html.draw(
        "walls_list",
        rows=[each for each in rows if each.is_open],
        ending=sum(each.warns for each in rows),
        ended=[each for each in rows if not each.is_open][:ENDED_SHOWN],
    )


def row(link: Link, names: dict[int, str], now: datetime) -> Row:
    """Return a screen in words, its client named where this person may see them."""
    zone = data.zone()
    end = link.revoked_at or link.ends_at
    day = date(end, zone, now=now)
    if link.ends_soon(now):
        days = (link.ends_at - now).days
        ends = f"ends in {days} days, {day}" if days > 1 else f"ends {'tomorrow' if days else 'today'}, {day}"
    else:
        ends = f"{'revoked' if link.revoked_at else 'ends' if link.is_open(now) else 'ended'} {day}"
    return Row(
        link.name,
        "All clients"
        if link.clients is None
        else ", ".join(names.get(each, "another client") for each in link.clients),
        _how(link),
        f"{date(link.created_at, zone, now=now)} by {link.created_by or 'the command line'}",
        ends,
        link.ends_soon(now),
        link.is_open(now),
    )


def _how(link: Link) -> tuple[str, ...]:
    asked = link.options
    panel = wall_options.panel(asked)
    size = f"× {asked.get('scale', '1')}"
    if panel:
        size = f"{panel.inches:g}-inch panel at {panel.metres:g} m: {legibility.fit(panel).rows} rows"
    owners = "owners hidden" if link.hides_owners else "owners shown"
    return size, f"{asked.get('theme', 'dark')}, {asked.get('tz', 'UTC')}, {owners}"
