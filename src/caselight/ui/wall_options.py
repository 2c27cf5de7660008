"""How a wall looks: what its link says, or, for a person who looks at it, what the address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core import legibility
from caselight.core.legibility import Fit, Panel
from caselight.core.people import Principal, Scope
from caselight.core.refusal import Refusal
from caselight.store import suggest, wall_links
from caselight.store.wall_links import Link
from caselight.ui import data

SCALES = (0.5, 4.0)
NAMED = 3  # clients in the head


@dataclass(frozen=True, slots=True)
class Options:
    """What is chosen for one wall."""

    theme: str
    scale: float
    scope: Scope
    clients: str
    zone: ZoneInfo
    grid: float = 1.0  # its part in the scale: what is written larger than on the grid, whatever the pixels across
    hides_owners: bool = False
    rows: int = legibility.MOST_ROWS
    tiles: int = legibility.LAYOUTS[0][1]
    link: Link | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether the right column and every tile have room."""
        return self.tiles == legibility.LAYOUTS[0][1]

    def ends(self, now: datetime) -> str:
        """Return, quietly and only towards its end, how long its link still works."""
        if self.link is None or not self.link.ends_soon(now):
            return ""
        days = (self.link.ends_at - now).days
        return f"Link ends in {days} days" if days > 1 else "Link ends tomorrow" if days else "Link ends today"


def chosen(me: Principal) -> Options:
    """Read the link or the address; what it may not choose, or cannot mean, falls back to the ordinary.

    A link's wall looks into the link each time, so that an admin's change is there within seconds.
    """
    link = data.read(wall_links.of_session, me.scope, me.session_id)
    known = data.read(suggest.clients, me.scope)
    wanted = set() if link else {name.casefold() for name in st.query_params.get_all("client")}
    found = {each.id: each.name for each in known if {str(each.id), each.name.casefold()} & wanted}
    asked = link.options if link else st.query_params
    fit = _fit(asked)
    return Options(
        theme="light" if asked.get("theme") == "light" else "dark",
        scale=fit.zoom if fit else _scale(asked.get("scale", "1")),
        scope=me.scope.narrowed(found),
        clients=", ".join(found.values()) or _all(me, [each.name for each in known]),
        zone=ZoneInfo(link.options["tz"]) if link else data.zone(),
        grid=fit.scale if fit else 1.0,
        hides_owners=link is not None and link.hides_owners,
        rows=fit.rows if fit else legibility.MOST_ROWS,
        tiles=fit.tiles if fit else legibility.LAYOUTS[0][1],
        link=link,
    )


def panel(asked: Mapping[str, str]) -> Panel | None:
    """Return the panel that options name; None where they name none that can be."""
    try:
        return Panel(float(asked["inches"]), float(asked["metres"]), int(asked["across"])).checked()
    except (KeyError, ValueError, Refusal):
        return None


def _fit(asked: Mapping[str, str]) -> Fit | None:
    named = panel(asked)
    return legibility.fit(named) if named else None


def _all(me: Principal, names: list[str]) -> str:
    """Say whose cases are shown when no client is asked for: a wall of few clients names them."""
    if me.scope.clients is None:
        return "All clients"
    return ", ".join(names) if len(names) <= NAMED else f"{len(names)} clients"


def _scale(asked: str) -> float:
    try:
        scale = float(asked)
    except ValueError:
        return 1.0
    return min(max(scale, SCALES[0]), SCALES[1]) if isfinite(scale) else 1.0
