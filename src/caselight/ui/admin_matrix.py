"""The tab of the escalation matrix: what is wrong with it, what it comes to for a client, and its rows."""

from datetime import datetime

import streamlit as st

from caselight.core.matrix import Fault, Row, in_force
from caselight.core.matrix_defaults import closest
from caselight.core.matrix_effect import Effect, Found, effects
from caselight.core.people import Principal
from caselight.core.priority import Priority
from caselight.core.records.register import TYPES
from caselight.core.wording import MINUTE
from caselight.store import matrix, suggest
from caselight.ui import admin_matrix_form, admin_matrix_probe, data, html, matrix_words
from caselight.ui.matrix_words import Names

ALL = "All clients"
NO_CLIENT = 0


def show(me: Principal) -> None:
    """Draw the faults, then what the chosen client's cases get beside the rows that say so."""
    names = names_of(me)
    at = data.now().replace(second=0, microsecond=0) + MINUTE  # by the minute, so that the answer is kept that long
    with st.container(key="panel_matrix_faults"):
        found = data.read(matrix.faults_now, me.scope, at=at)
        html.draw("admin_matrix_faults", faults=[matrix_words.fault(one, names) for one in found])
    client, priorities = _filters(names)
    rows = data.read(matrix.laid, me.scope).rows
    left, right = st.columns([1, 1.1], gap="small")
    with left, st.container(key="panel_matrix_effect"):
        said = effects(rows, client, types=tuple(TYPES), priorities=priorities, at=at)
        lines = [_line(effect, names) for effect in said]
        html.draw("admin_matrix_effect", client=names.clients.get(client, ""), lines=lines)
    with right, st.container(key="panel_matrix_rows"):
        _rows([row for row in rows if _is_about(row, client, priorities)], names, at)
    with st.container(key="panel_matrix_probe"):
        admin_matrix_probe.show(me, names)
    with st.container(key="panel_matrix_form"):
        admin_matrix_form.show(rows, names, at)


def names_of(me: Principal) -> Names:
    """Return how the clients in scope and the teams are called."""
    return Names(
        {row.id: row.name for row in data.read(suggest.clients, me.scope)},
        {row.id: row.name for row in data.read(suggest.teams, me.scope)},
    )


def _filters(names: Names) -> tuple[int, list[int]]:
    ids = {name: number for number, name in names.clients.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        client = st.selectbox("Rows for", [ALL, *ids], key="matrix_client", width=260)
        asked = st.pills(
            "Priority",
            [priority.value for priority in Priority],
            key="matrix_priority",
            selection_mode="multi",
            format_func=lambda value: Priority(value).code,
        )
    return ids.get(client, NO_CLIENT), sorted(asked) or [priority.value for priority in Priority]


def _is_about(row: Row, client: int, priorities: list[int]) -> bool:
    """Say whether a row can speak of what was asked for; all clients asks for every row."""
    is_theirs = client == NO_CLIENT or row.client_id in (None, client)
    return is_theirs and (row.priority is None or row.priority in priorities)


def _line(effect: Effect, names: Names) -> dict[str, object]:
    return {
        "priority": Priority(effect.priority).code,
        "types": matrix_words.kinds(effect.types),
        "cells": [_cell(found, names) for found in effect.at_tier],
    }


def _cell(found: Found, names: Names) -> dict[str, str]:
    row = closest(found)
    team = names.teams.get(row.team_id, "") if row.team_id is not None else ""
    return {
        "times": matrix_words.times(row),
        "how": ", ".join(filter(None, (matrix_words.clock(row), team))),
        "fault": found.kind if isinstance(found, Fault) else "",
    }


def _rows(rows: list[Row], names: Names, at: datetime) -> None:
    zone = data.zone()
    shown = [*in_force(rows, at), *(row for row in rows if row.valid_from > at)]
    lines = [
        {
            "about": matrix_words.about(row, names),
            "times": matrix_words.times(row),
            "clock": matrix_words.clock(row),
            "called": matrix_words.called(row, names),
            "told": matrix_words.told(row.thresholds),
            "held": matrix_words.held(row, zone, at),
            "is_to_come": row.valid_from > at,
        }
        for row in sorted(shown, key=lambda row: (row.valid_from > at, row.client_id or 0, row.priority or 0, row.tier))
    ]
    html.draw("admin_matrix_rows", rows=lines)
