"""The Failures page: whether failures come more often than usual, where they come from, and what may be one cause."""

from datetime import datetime

import streamlit as st

from caselight.core.people import Principal
from caselight.core.records import FAILURES
from caselight.core.tallies import Bar
from caselight.core.wording import share
from caselight.store import failures as reads
from caselight.store.failures import Counted
from caselight.ui import (
    choices,
    daily,
    data,
    failure_bursts,
    failure_causes,
    failure_drift,
    failure_names,
    failure_week,
    filters,
    hourly,
    html,
)
from caselight.ui.filters import Asked

BY = {"type": "Type", "client": "Client", "cause": "Cause", "service": "Service"}
HOURLY = "24h"  # the period whose chart counts by the hour
MOST = 9  # bars


def narrowed(me: Principal) -> Asked:
    """Draw the filters, the types being those of failures."""
    return filters.types_and_teams(me, filters.with_period(me), FAILURES)


def show(asked: Asked) -> None:
    """Draw the answer, the control chart and the bars."""
    now = data.now()
    found = of(asked, now)
    html.draw("answer", answer=answer(found, asked), against=against(found, asked), shape="", link="", counted="")
    failure_drift.show(asked, now)
    with st.container(key="failures_first"):
        left, right = st.columns([1.35, 1], gap="small")
        with left, st.container(key="panel_failures", height="stretch"):
            (hourly if asked.period == HOURLY else daily).show(asked, now)
        with right, st.container(key="panel_bars", height="stretch"):
            _bars(found, asked)
    with st.container(key="failures_second"):
        left, right = st.columns([1, 1.35], gap="small")
        with left, st.container(key="panel_causes", height="stretch"):
            failure_causes.show(found, asked)
        with right, st.container(key="panel_week", height="stretch"):
            failure_week.show(found.week, asked)
    failure_bursts.show(found.bursts, asked)


def of(asked: Asked, now: datetime) -> Counted:
    """Return the failures of the period, counted."""
    since, until = asked.between(now)
    return data.read(
        reads.counted,
        asked.scope,
        asked.among.of_types(FAILURES),
        since=since,
        until=until,
        zone=asked.zone,
    )


def answer(found: Counted, asked: Asked) -> str:
    """Return the answer in one sentence: how many, and the first of what they are."""
    failures = f"{found.n:,} failure{'s' * (found.n != 1)} in the last {asked.period}"
    if not found.n:
        return f"No failure was opened in the last {asked.period}."
    worst = found.bars["type"][0]
    often = failure_names.of("type", worst.key, asked).lower()
    return f"{failures}; the most frequent type is {often}, {share(worst.n, found.n)}."


def against(found: Counted, asked: Asked) -> str:
    """Return how that compares with the period before."""
    more = found.n - found.before
    if not more:
        return f"As many as in the {asked.period} before."
    return f"{abs(more):,} {'more' if more > 0 else 'fewer'} than in the {asked.period} before ({found.before:,})."


def _bars(found: Counted, asked: Asked) -> None:
    """Draw the choice of what the bars count by, and the bars."""
    part = choices.one("Counted by", BY, "by")
    rows = found.bars[part]
    longest = max((max(bar.n, bar.before) for bar in rows), default=0) or 1
    html.draw(
        "failure_bars",
        part=BY[part].lower(),
        rows=[_bar(bar, asked, part, longest) for bar in rows[:MOST]],
        left_out=len(rows[MOST:]),
        left_out_n=sum(bar.n for bar in rows[MOST:]),
        period=asked.period,
    )


def _bar(bar: Bar, asked: Asked, part: str, longest: int) -> dict[str, str]:
    return {
        "name": failure_names.of(part, bar.key, asked),
        "link": failure_names.link(part, bar.key, asked),
        "n": f"{bar.n:,}",
        "before": f"{bar.before:,}",
        "width": f"{100 * bar.n / longest:.1f}",
        "tick": f"{100 * bar.before / longest:.1f}",
    }
