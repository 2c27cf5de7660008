"""SLA: which client's promises are broken, by how much, and which cases these were."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from caselight.core import sla
from caselight.core.kpis import definitions
from caselight.core.people import Principal
from caselight.core.sla import Window
from caselight.core.wording import percent
from caselight.store import overview as agreements
from caselight.store import sla as reads
from caselight.ui import data, files, html, sla_lists, sla_month, sla_table
from caselight.ui.filters import Asked
from caselight.ui.sla_clients import Client, clients, panel
from caselight.ui.sla_lists import Found

WAYS = {"Decided": sla.Way.DECIDED, "By due": sla.Way.BY_DUE, "By close": sla.Way.BY_CLOSE}


def way() -> sla.Way:
    """Draw the choice of what is counted."""
    said = st.segmented_control(
        "Counted",
        list(WAYS),
        default="Decided",
        required=True,
        key="way",
        label_visibility="collapsed",
        bind="query-params",
    )
    return WAYS[said or "Decided"]


def show(me: Principal, asked: Asked, chosen: sla.Way) -> None:
    """Draw the answer, the clients beside their targets, the month, the clocks, and the list that was asked for."""
    now = data.now()
    found = everything(asked, now, chosen)
    known = clients(found, data.read(agreements.agreed, asked.scope, at=_hour(now)))
    html.draw(
        "sla_answer",
        answer=answer(known, asked),
        words=words(chosen),
        below=[one.name for one in known if one.is_below],
    )
    with st.container(key="sla_charts"):
        left, right = st.columns([1.2, 1], gap="small")
        with left, st.container(key="panel_sla_clients", height="stretch"):
            panel(known, found, asked)
        with right, st.container(key="panel_sla_month", height="stretch"):
            sla_month.show(asked, now)
    sla_table.show(found, asked, pack=files.pack(me, asked, now))
    sla_lists.show(found, asked, now)


def everything(asked: Asked, now: datetime, chosen: sla.Way) -> Found:
    """Return the promises and the cases of the period."""
    since, until = asked.between(now)
    rows = data.read_slowly(reads.promises, asked.scope, asked.among, since=since, until=until)
    opened = data.read_slowly(reads.opened, asked.scope, asked.among, since=since, until=until)
    return Found(rows, opened, chosen, Window(since, until))


def answer(known: Sequence[Client], asked: Asked) -> str:
    """Return the finding in a sentence: who is furthest below the target, or that nobody is."""
    judged = [one for one in known if one.n]
    if not judged:
        return f"No resolution promise came to a verdict in the last {asked.period}."
    worst = judged[0]
    said = f"{percent(worst.met, worst.n)} against {worst.target:.1%}"
    if len(known) == 1:
        return f"{worst.name} is {'below its target' if worst.is_below else 'at or above its target'}: {said}."
    if not worst.is_below:
        return f"Every client's resolutions are at or above target; {worst.name} is nearest: {said}."
    below = sum(one.is_below for one in judged)
    return f"{below} of {len(judged)} client{'s' * (len(judged) != 1)} below target; {worst.name} furthest: {said}."


def words(chosen: sla.Way) -> str:
    """Return what a way to count means, as the definition of the figure says it."""
    said = definitions()["sla"]["definition"]
    start = said.index(f"{chosen.value.capitalize()}: ")
    return said[start : said.index(".", start) + 1]


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
