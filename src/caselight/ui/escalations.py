"""Escalations: where and why cases go higher, how long that takes, and what comes of it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from caselight.core.escalation_report import Raised
from caselight.core.people import Principal
from caselight.core.wording import FEW, share
from caselight.store import escalation_history as reads
from caselight.ui import data, escalation_days, escalation_lists, html
from caselight.ui import escalation_panels as panels
from caselight.ui.escalation_lists import Pick, link
from caselight.ui.escalation_panels import Found
from caselight.ui.filters import Asked


def show(me: Principal, asked: Asked) -> None:
    """Draw the answer, the list that the URL asks for, and the panels."""
    now = data.now()
    known = everything(asked, now)
    found = _found(known, asked, now)
    html.draw("escalations_answer", **answer(found, asked, now))
    if pick := escalation_lists.picked():
        rows = pick.of(found.now_open, known, asked, now)
        escalation_lists.show(rows, pick, asked, now)
    with st.container(key="escalations_body"):
        for row in (
            (
                partial(panels.open_by_tier, found, asked, now),
                partial(panels.urgent, found, asked, now),
                partial(_days, known, asked, now),
            ),
            (
                partial(panels.triggers, found, asked),
                partial(panels.waits, found, now),
                partial(panels.endings, found, asked),
            ),
            (
                partial(panels.moves, asked, now),
                partial(panels.teams, found, asked, now),
                partial(panels.people, me, found, now),
            ),
        ):
            for column, draw in zip(st.columns([1, 1, 1.08], gap="small"), row, strict=True):
                with column:
                    draw()


def everything(asked: Asked, now: datetime) -> tuple[Raised, ...]:
    """Return the escalations raised since the prior period, or the first day of the chart, began."""
    since = min(asked.between(now, back=1)[0], escalation_days.first(asked, now))
    day = since.replace(hour=0, minute=0, second=0, microsecond=0)  # so that the answer is kept through the day
    return data.read(reads.raised, asked.scope, asked.among, since=day)


def _found(known: Sequence[Raised], asked: Asked, now: datetime) -> Found:
    this, prior = (asked.between(now, back=back) for back in (0, 1))
    return Found(
        data.read(reads.open_now, asked.scope, asked.among),
        tuple(row for row in known if this[0] <= row.raised_at < this[1]),
        tuple(row for row in known if prior[0] <= row.raised_at < prior[1]),
    )


def answer(found: Found, asked: Asked, now: datetime) -> dict[str, Any]:
    """Return the numbers of the answer sentence, each with its list."""
    counts = {name: len(Pick(name).of(found.now_open, (), asked, now)) for name in ("overdue", "unacknowledged")}
    counts["unowned"] = len(Pick("unowned").of(found.now_open, (), asked, now))
    ended = [row for row in found.this if not row.is_open]
    return {
        "open": len(found.now_open),
        "counts": counts,
        "links": {name: link(asked, name) for name in ("open", *counts, "raised", "over")},
        "period": asked.period,
        "raised": len(found.this),
        "ended": len(ended),
        "resolved": _resolved(ended),
        "change": _change(ended, [row for row in found.prior if not row.is_open], asked.period),
    }


def _resolved(ended: Sequence[Raised]) -> str:
    resolved = sum(row.ending == "resolved" for row in ended)
    return f"{resolved:,}" if len(ended) < FEW else f"{resolved:,} ({share(resolved, len(ended))})"


def _change(this: Sequence[Raised], prior: Sequence[Raised], period: str) -> str:
    """Return by how much more were resolved at that level than before; nothing where either is too few to say."""
    if min(len(this), len(prior)) < FEW:
        return ""
    now, before = (sum(row.ending == "resolved" for row in rows) / len(rows) for rows in (this, prior))
    points = round(100 * (now - before), 1)
    return f"{abs(points)} pt {'more' if points > 0 else 'less'} than in the {period} before" if points else ""


def _days(known: Sequence[Raised], asked: Asked, now: datetime) -> None:
    with st.container(key="panel_escalation_days", height="stretch"):
        escalation_days.show(known, asked, now)
