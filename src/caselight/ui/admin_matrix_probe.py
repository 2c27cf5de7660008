"""The question "who would be called now, and next?", asked of the matrix without raising anything."""

from datetime import datetime
from typing import Any

import streamlit as st

from caselight.core.calling import Call, path
from caselight.core.matrix import TIERS, Facts
from caselight.core.people import Principal
from caselight.core.priority import Priority
from caselight.core.records.register import TYPES
from caselight.core.refusal import Refusal
from caselight.core.wording import moment, number
from caselight.store import matrix
from caselight.ui import admin_form, data, html, matrix_words
from caselight.ui.matrix_words import Names

FORM = "admin_probe"
WRONG = "admin_probe_wrong"
NO_TEAM = "no team"
ORDER = ("Called now", "Next", "Then")  # one for each tier at most
WIDTHS = (0.9, 1.3, 1.4, 0.7, 0.8, 1.3)


def show(me: Principal, names: Names) -> None:
    """Draw the question and, under it, the answer."""
    html.draw("admin_matrix_probe")
    if not names.clients:
        return
    columns = iter(st.columns(WIDTHS, gap="small"))
    with next(columns):
        st.text_input("Case", key=_key("case"), placeholder="C-48213", on_change=_take, args=(me, names))
    client, kind, priority, tier = (
        _choice(next(columns), name, label, options)
        for name, label, options in (
            ("client", "Client", list(names.clients.values())),
            ("type", "Record type", [record.title for record in TYPES.values()]),
            ("priority", "Priority", [each.code for each in Priority]),
            ("tier", "Is at", [*(f"tier {each}" for each in TIERS), NO_TEAM]),
        )
    )
    with next(columns):
        when = st.text_input("When", key=_key("when"), placeholder="now, or 2026-12-01 03:00")
    wrong: dict[str, str] = dict(st.session_state.get(WRONG, {}))
    at = admin_form.read(wrong, "when", lambda: admin_form.instant_in(when, data.zone())) if when else data.now()
    if at is None or wrong:
        html.draw("form_hint", guidance="", owed="", errors=list(wrong.values()))
        return
    client_id = next(key for key, name in names.clients.items() if name == client)
    record_type = next(key for key, record in TYPES.items() if record.title == kind)
    facts = Facts(client_id, record_type, Priority.parse(priority).value)
    _answer(me, facts, None if tier == NO_TEAM else int(tier[-1]), at, names)


def _choice(column: Any, name: str, label: str, options: list[str]) -> str:  # noqa: ANN401 – a column
    with column:
        return str(st.selectbox(label, options, key=_key(name)))


def _answer(me: Principal, facts: Facts, tier: int | None, at: datetime, names: Names) -> None:
    laid = data.read(matrix.laid, me.scope)
    calls = list(path(laid.rows, facts, laid.desks, tier=tier, at=at))
    lines = [_line(when, call, names) for when, call in zip(ORDER, calls, strict=False)]
    html.draw("admin_matrix_calls", lines=lines, at=moment(at, data.zone(), now=data.now()), zone=str(data.zone()))


def _line(when: str, call: Call, names: Names) -> dict[str, Any]:
    return {
        "when": when,
        "team": names.teams.get(call.desk.id, call.desk.name),
        "tier": call.desk.tier,
        "times": matrix_words.times(call.row),
        "clock": matrix_words.clock(call.row),
        "is_there": call.is_there,
        "passed_over": [f"tier {tier}" for tier in call.passed_over],
        "fault": matrix_words.fault(call.fault, names) if call.fault else "",
    }


def _take(me: Principal, names: Names) -> None:
    """Ask about a case there is: what it is and where stands in the fields beside."""
    st.session_state[WRONG] = {}
    typed = str(st.session_state[_key("case")]).strip()
    if not typed:
        return
    try:
        facts, tier = data.read(matrix.facts_of, me.scope, number(typed))
    except Refusal as refused:
        st.session_state[WRONG] = {"case": refused.sentence}
        return
    found = {
        "client": names.clients[facts.client_id],
        "type": matrix_words.kind(facts.record_type),
        "priority": Priority(facts.priority).code,
        "tier": f"tier {tier}" if tier else NO_TEAM,
    }
    st.session_state.update({_key(name): value for name, value in found.items()})


def _key(name: str) -> str:
    return admin_form.key_of(FORM, name)
