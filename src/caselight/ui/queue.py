"""The Queue: which case must be acted on next, with one sensible verb per row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from caselight.core.lateness import OpenCase, next_due
from caselight.core.people import Principal, Right
from caselight.core.wording import reference
from caselight.ui import case_rows, data, filters, html, queue_panel
from caselight.ui.filters import Asked
from caselight.ui.states import STATES

PAGE = 25
USUAL = ("overdue", "soon")
ALL = "all"


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one state, and how many of them stand on this page."""

    name: str
    label: str
    order: str
    total: int
    cases: Sequence[OpenCase]
    note: str = ""


def show(me: Principal, asked: Asked, *, switch: DeltaGenerator) -> None:
    """Draw the switch in its place above, the table, and the panel of the selected case."""
    now, cases = data.now(), filters.open_cases(asked)
    wanted = chosen()
    with switch:
        _switch(cases, wanted, now)
    groups = grouped(cases, wanted, now)
    total = sum(group.total for group in groups)
    with st.container(key="queue_body"):
        left, right = st.columns([946, 360], gap="small")
        with right, st.container(key="panel_case", height="stretch"):
            queue_panel.show(me, _selected(groups), now, asked.zone)
        with left, st.container(key="panel_queue", height="stretch"):
            for place, group in enumerate(_paged(groups, total)):
                html.draw("queue_group", group=group, shown=len(group.cases), is_first=not place)
                for case in group.cases:
                    row = case_rows.row(case, now, answers_for_managers=me.may(Right.ANY_TEAM))
                    _row(f"{group.name}_{case.number}", row, works=me.may(Right.WORK))
            _pages(total)
            html.draw("queue_foot", shown=total, open=len(cases), narrowed=bool(asked.said), is_empty=not total)


def chosen() -> tuple[str, ...]:
    """Return the states in the URL, those we know; none at all shows every open case."""
    if "state" not in st.query_params:
        return USUAL
    return tuple(name for name in st.query_params["state"].split(",") if name in STATES)


def grouped(cases: Sequence[OpenCase], wanted: Sequence[str], now: datetime) -> list[Group]:
    """Return the cases of each wanted state; a case in two states stands in both, as both counts say."""
    if not wanted:
        rest = [case for case in cases if case.due_at is None or case.due_at < now]
        every = sorted(rest, key=lambda case: (case.due_at is None, case.due_at or now))
        every = (
            [case for case in every if case.due_at] + next_due(cases, now) + [case for case in every if not case.due_at]
        )
        return [Group(ALL, "All open", "first due first", len(every), every)]
    found = {name: (STATES[name], STATES[name].find(cases, now)) for name in STATES if name in wanted}
    return [
        Group(name, state.label, state.order, len(rows), rows, state.note(rows, now))
        for name, (state, rows) in found.items()
    ]


def select(number: int) -> None:
    """Select a case: its number stands in the URL, and stays selected wherever its row goes."""
    st.query_params["id"] = reference(number)


def _selected(groups: Sequence[Group]) -> str:
    """Return the selected reference; the first row is selected once, when nothing is."""
    if "id" not in st.query_params:
        first = next((case for group in groups for case in group.cases), None)
        if first is None:
            return ""
        select(first.number)
    return st.query_params["id"]


def _switch(cases: Sequence[OpenCase], wanted: Sequence[str], now: datetime) -> None:
    with st.container(horizontal=True, gap=None, key="states"):
        for name, state in STATES.items():
            st.button(
                f"{state.label} **{len(state.find(cases, now)):,}**",
                key=f"state_{name}",
                type="primary" if name in wanted else "secondary",
                on_click=_toggle,
                args=(name,),
            )


def _toggle(name: str) -> None:
    wanted = chosen()
    kept = [each for each in STATES if (each in wanted) != (each == name)]
    st.query_params["state"] = ",".join(kept)
    st.session_state["queue_page"] = 1


def _paged(groups: Sequence[Group], total: int) -> list[Group]:
    """Return the part of the groups on the page chosen, a heading only where a row follows."""
    pages = ceil(total / PAGE)
    page = min(int(st.session_state.get("queue_page", 1)), max(pages, 1))
    skip, room = (page - 1) * PAGE, PAGE
    shown = []
    for group in groups:
        cases = group.cases[skip : skip + room]
        skip, room = max(0, skip - group.total), room - len(cases)
        if cases or (not group.total and page == 1):
            shown.append(replace(group, cases=cases))
    return shown


def _pages(total: int) -> None:
    pages = ceil(total / PAGE)
    if pages > 1:
        st.pagination(pages, key="queue_page")


def _row(key: str, row: case_rows.Row, *, works: bool) -> None:
    is_selected = st.query_params.get("id") == row.case
    with st.container(key=f"qr_{key}"):
        html.draw("queue_row", row=row, is_selected=is_selected)
        st.button(f"Select {row.case}", key=f"sel_{key}", on_click=select, args=(row.number,))
        if works:
            _act(f"act_{key}", row, row.verb)
            _act(f"also_{key}", row, row.also)


def _act(key: str, row: case_rows.Row, verb: str) -> None:
    given = (verb, row.number, row.version, row.escalation if verb == "answer" else None)
    st.button(queue_panel.VERBS[verb].label, key=key, on_click=queue_panel.act_on, args=given)
