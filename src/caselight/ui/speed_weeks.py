"""The pace week by week against the target, as a chart and as the same rows in a table."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import streamlit as st

from caselight.core.wording import MONTHS, duration
from caselight.store.pace import Measured
from caselight.ui import charts, charts_lines, html
from caselight.ui.charts_lines import Step
from caselight.ui.filters import Asked

LOOK = charts.Look(text=13, dot=7, line=2, height=216)
HOUR = timedelta(hours=1)
TABLE = "weeks_as_table"
HEADS = {"resolve": "Time to resolve", "response": "Time to the first response", "ack": "Time to acknowledge"}
KEPT = 64  # pictures


def show(
    found: Measured,
    stage: str,
    weeks: Sequence[tuple[datetime, datetime]],
    asked: Asked,
    *,
    target: timedelta | None,
) -> None:
    """Draw the panel: heading, chart or table."""
    steps = tuple(steps_of(found, stage, weeks, asked))
    as_table = bool(st.session_state.get(TABLE))
    with st.container(horizontal=True, horizontal_alignment="distribute", key="weeks_head"):
        note = "half (circle), 9 in 10 (square); hollow: runs, or n < 20"
        html.draw("panel_head", head=f"{HEADS[stage]} per week", note=note, width="content")
        label = "Show as chart" if as_table else "Show as table"
        st.button(label, type="tertiary", key="weeks_toggle", on_click=_toggle)
    if as_table:
        html.draw("speed_weeks", rows=list(reversed(steps)))
    elif all(step.half is None for step in steps):
        html.draw("speed_few")
    else:
        st.vega_lite_chart(_picture(steps, target), theme=None, alt=finding(steps, stage), key="paces")


def steps_of(found: Measured, stage: str, weeks: Sequence[tuple[datetime, datetime]], asked: Asked) -> list[Step]:
    """Return the weeks in hours and in words; every other one is named under the axis, the running one always."""
    steps = []
    for place, (pace, (start, _)) in enumerate(zip(found.weeks, weeks, strict=True)):
        monday = start.astimezone(asked.zone)
        name = f"{monday.day} {MONTHS[monday.month - 1]}"
        half, most = (None if span is None else span / HOUR for span in (pace.half, pace.most))
        said = tuple("too few" if span is None else duration(span) for span in (pace.half, pace.most))
        tick = name if (len(weeks) - 1 - place) % 2 == 0 else ""
        link = asked.link("cases", list="done_in_week", at=monday.date().isoformat(), stage=stage, period=asked.period)
        steps.append(Step(name, half, most, (said[0], said[1]), pace.done, is_few=pace.is_few, tick=tick, link=link))
    return steps


def finding(steps: Sequence[Step], stage: str) -> str:
    """Return what the chart shows, for those who do not see it."""
    full = [step for step in steps[:-1] if step.half is not None]
    if not full:
        return f"{HEADS[stage]} per week: too few cases in any week."
    first, last = full[0], full[-1]
    return (
        f"{HEADS[stage]} per week over {len(steps)} weeks: half within {first.said[0]} in the week of {first.name}, "
        f"within {last.said[0]} in that of {last.name}; 9 in 10 within {first.said[1]}, then {last.said[1]}."
    )


def _toggle() -> None:
    st.session_state[TABLE] = not st.session_state.get(TABLE)


@lru_cache(maxsize=KEPT)
def _picture(steps: tuple[Step, ...], target: timedelta | None) -> dict[str, Any]:
    hours, said = (None, "") if target is None else (target / HOUR, f"target {duration(target)}")
    return charts.spec(charts_lines.paces(steps, LOOK, target=hours, target_said=said))
