"""Each client's resolutions beside the share the contract asks for, worst first, as a chart or as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

from caselight.core import sla
from caselight.core.promises import Promise
from caselight.core.stats import wilson
from caselight.core.wording import FEW, percent
from caselight.store.overview import Agreed
from caselight.ui import charts, html, sla_charts
from caselight.ui.filters import Asked
from caselight.ui.sla_charts import Dot
from caselight.ui.sla_lists import Found, link

LOOK = charts.Look(text=13, dot=7, line=2)
TABLE = "sla_as_table"


@dataclass(frozen=True, slots=True)
class Client:
    """How one client's resolutions came out, and what was agreed."""

    name: str
    met: int
    n: int
    target: float

    @property
    def gap(self) -> float:
        """Return how far the share lies above the target; below it is negative."""
        return self.met / self.n - self.target if self.n else 1.0

    @property
    def is_below(self) -> bool:
        """Say whether less was met than agreed."""
        return self.gap < 0


def clients(found: Found, agreed: Iterable[Agreed]) -> list[Client]:
    """Return the clients with a contract, the worst gap first, those without a verdict last."""
    known = []
    for each in agreed:
        rows = [row for row in found.rows if row.client == each.client and row.promise == Promise.RESOLUTION]
        counts = sla.counted(rows, found.way, found.window)
        known.append(Client(each.client, len(counts.met), counts.n, each.per_mille / 1000))
    return sorted(known, key=lambda one: (not one.n, one.gap, one.name))


def panel(known: Sequence[Client], found: Found, asked: Asked) -> None:
    """Draw heading, chart or table."""
    judged = tuple(one for one in known if one.n)
    as_table = bool(st.session_state.get(TABLE))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="sla_clients_head"):
        html.draw("sla_clients_head", width="content")
        st.button("Show as chart" if as_table else "Show as table", type="tertiary", key="sla_toggle", on_click=_toggle)
    if as_table or not judged:
        html.draw("sla_clients", rows=[_row(one, found, asked) for one in known])
    else:
        links = tuple(_missed(one, found, asked) for one in judged)
        st.vega_lite_chart(_picture(judged, links), theme=None, alt=finding(judged), key="sla_by_client")


def finding(known: Sequence[Client]) -> str:
    """Return what the chart shows, for those who do not see it."""
    said = (f"{one.name} {percent(one.met, one.n)} against {one.target:.1%}" for one in known)
    return f"Resolutions met by client, worst first: {'; '.join(said)}."


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


@lru_cache(maxsize=64)
def _picture(known: tuple[Client, ...], links: tuple[str, ...]) -> dict[str, Any]:
    return charts.spec(sla_charts.dots([_dot(*one) for one in zip(known, links, strict=True)], LOOK))


def _dot(one: Client, link: str) -> Dot:
    low, high = wilson(one.met, one.n) or (0.0, 1.0)
    says = percent(one.met, one.n)
    return Dot(one.name, one.met / one.n, one.target, low, high, says, one.n < FEW, one.is_below, link)


def _row(one: Client, found: Found, asked: Asked) -> dict[str, Any]:
    interval = wilson(one.met, one.n)
    return {
        "name": one.name,
        "said": percent(one.met, one.n) if one.n else "n/a",
        "is_below": one.is_below,
        "target": f"{one.target:.1%}",
        "interval": f"{interval[0]:.1%} to {interval[1]:.1%}" if interval and one.n >= FEW else "",
        "missed": f"{one.n - one.met:,}",
        "link": _missed(one, found, asked),
    }


def _missed(one: Client, found: Found, asked: Asked) -> str:
    return link(asked, found, "missed", promise=Promise.RESOLUTION, client=one.name)
