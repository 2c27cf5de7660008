"""The Recovery page: does winning customers back work, what does it take, and what is left out."""

from functools import partial

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.recovery import RECOVERIES
from caselight.core.recovery_parts import PARTS, Share
from caselight.core.recovery_parts import share as share_of
from caselight.core.wording import FEW, percent, share
from caselight.ui import (
    data,
    filters,
    html,
    recovery_marks,
    recovery_money,
    recovery_panels,
    recovery_seen,
    recovery_voices,
)
from caselight.ui.filters import Asked
from caselight.ui.recovery_seen import Seen, link

DEFINITIONS = {
    "The period before": "The recoveries opened in it, as they stood when it ended.",
    "Times": "From when the recovery was opened, by the wall clock; one without the step counts as waiting until it was"
    " settled, or until now (Kaplan-Meier). A confirmation counts from when its resolution was entered.",
    "95 %": "The interval: Wilson's for shares, the normal one for means. Below 20 only the counts are said.",
    "Amounts": "What customers were given, not what it costs us; each currency by itself, nothing converted.",
    "Other customers": "The last mark on cases that are no recovery and whose promises were all kept: the nearest on"
    " record to customers without a failure.",
}


NARROWED = (
    "Recoveries by the team that holds them now, and so the other customers they are compared with. The type of the"
    " failure is asked for as its nature."
)


def narrowed(me: Principal) -> Asked:
    """Draw the filters; recoveries are all of one type."""
    return filters.types_and_teams(me, filters.with_period(me), RECOVERIES, says=NARROWED)


def nature() -> str:
    """Draw the choice of one nature of failure."""
    return st.selectbox(
        "Nature of the failure",
        recovery_seen.natures(),
        key="nature",
        label_visibility="collapsed",
        width=160,
        bind="query-params",
    )


def show(me: Principal, asked: Asked, nature: str) -> None:
    """Draw the answer and the panels; a client's own people see nothing that colleagues write among themselves."""
    now = data.now()
    seen = recovery_seen.of(asked, nature, now)
    is_inside = me.may(Right.COLLEAGUES)
    won, before = won_back(seen)
    html.draw(
        "answer",
        answer=answer(seen, won, asked),
        against=against(won, before, asked) if seen.rows else "",
        shape="",
        link=link(asked, "answered", seen.nature),
        counted=counted(seen),
    )
    rows = [
        (
            partial(recovery_panels.path, seen, asked),
            partial(recovery_panels.won_back, seen, asked),
            partial(recovery_panels.times, seen, asked),
        ),
        (
            partial(recovery_marks.satisfaction, seen, asked),
            partial(recovery_marks.would_return, seen, asked),
            *([partial(recovery_panels.checklist, seen, asked)] if is_inside else []),
        ),
        (
            partial(recovery_money.by_action, seen, asked),
            *([partial(recovery_money.by_department, seen, asked)] if is_inside else []),
            partial(recovery_voices.overdue, asked, now),
        ),
    ]
    with st.container(key="recovery_body"):
        for row in rows:
            for column, draw in zip(st.columns(len(row), gap="small"), row, strict=True):
                with column:
                    draw()
        if is_inside:
            recovery_voices.comments(seen, asked)
        html.draw("recovery_definitions", parts=_definitions(is_inside=is_inside))


def won_back(seen: Seen) -> tuple[Share, Share]:
    """Return the recovered share of the period and of the one before."""
    return (
        share_of(seen.rows, "recovered", "answered", seen.now),
        share_of(seen.before, "recovered", "answered", seen.then),
    )


def answer(seen: Seen, won: Share, asked: Asked) -> str:
    """Return the answer in one sentence."""
    if not seen.rows:
        return f"No recovery was opened in the last {asked.period}."
    if not won.n:
        return f"None of the {len(seen.rows):,} recoveries opened in the last {asked.period} was answered yet."
    if won.n < FEW:
        return f"{won.hits:,} of the {won.n:,} customers who answered were won back: too few for a share."
    return f"{share(won.hits, won.n)} of the customers who answered were won back, {between(won)}."


def counted(seen: Seen) -> str:
    """Return what the answer rests on: how many answered of those asked."""
    asked = share_of(seen.rows, "answered", "asked", seen.now)
    if not asked.n:
        return ""
    if asked.n < FEW:
        return f"{asked.hits:,} answered of {asked.n:,} asked"
    return f"{asked.hits:,} answered, {share(asked.hits, asked.n)} of {asked.n:,} asked"


def against(won: Share, before: Share, asked: Asked) -> str:
    """Return how that compares with the period before; a change only where the two intervals do not overlap."""
    if not before.n:
        return f"Nobody answered in the {asked.period} before."
    was = f"{percent(before.hits, before.n)} in the {asked.period} before"
    if not won.n or min(won.n, before.n) < FEW:
        return f"{was[0].upper()}{was[1:]}: too few to compare."
    points = 100 * ((won.value or 0) - (before.value or 0))
    if won.interval and before.interval and _overlap(won.interval, before.interval):
        return f"No change that could be told from chance: {was}."
    return f"{abs(points):.1f} pt {'more' if points > 0 else 'less'} than {was}."


def between(of: Share) -> str:
    """Return the interval of a share in words."""
    low, high = of.interval or (0.0, 1.0)
    return f"95% interval {100 * low:.1f} to {100 * high:.1f}"


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _definitions(*, is_inside: bool) -> list[tuple[str, str]]:
    shown = [name for name in PARTS if "_" not in name and (is_inside or name != "checked")]
    return [*((PARTS[name].label, PARTS[name].says) for name in shown), *DEFINITIONS.items()]
