"""The selected case beside the Queue: its facts, its clock, and the four verbs with their keys."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import streamlit as st

from caselight.core.escalation import Way
from caselight.core.lifecycle import FROM, OPEN
from caselight.core.people import Principal, Right
from caselight.core.priority import label
from caselight.core.refusal import NotFound
from caselight.core.wording import number, reference
from caselight.services import verbs
from caselight.services.desk import Verb
from caselight.store import casefile, escalations
from caselight.store.casefile import CaseFile
from caselight.store.escalations import EscalationRow
from caselight.ui import act, data, forms, html, ladder, owed_fields, promises

NOTE = "queue_note"


@dataclass(frozen=True, slots=True)
class Key:
    """How a verb is offered: its word, its shortcut, and what its text is called in the verb."""

    label: str
    shortcut: str = ""
    text: str = "note"


VERBS = {
    "own": Key("Take", "Alt+O"),
    "acknowledge": Key("Acknowledge", "Alt+A"),
    "escalate": Key("Escalate", "Alt+U", "reason"),
    "resolve": Key("Resolve", "Alt+V"),
    "go on": Key("Go on", "Alt+G"),
    "answer": Key("Acknowledge"),
    "decline": Key("Decline escalation", text="reason"),
    "de-escalate": Key("De-escalate", text="reason"),
}
ANSWERS: dict[str, Verb] = {
    "answer": verbs.acknowledge_escalation,
    "decline": verbs.decline,
    "de-escalate": verbs.de_escalate,
}
DO = verbs.VERBS | ANSWERS
FOUR = ("own", "acknowledge", "escalate", "resolve")


def show(me: Principal, selected: str, now: datetime, zone: tzinfo) -> None:
    """Draw the panel of the selected case, wherever its row is by now."""
    file = find(me, selected)
    if file is None:
        html.draw("queue_none", selected=selected)
        return
    clocks = promises.views(data.read(casefile.clocks, me.scope, file.id), now, zone)
    html.draw("queue_panel", file=file, case=reference(file.id), priority=label(file.priority))
    if me.may(Right.WORK):
        _verbs(me, file)
    main = promises.most_urgent(clocks)
    html.draw("queue_clock", clock=main, others=[clock for clock in clocks if clock is not main])
    if file.status in OPEN:
        ladder.show(me, file.id, now, zone)


def find(me: Principal, said: str) -> CaseFile | None:
    """Return the case that a reference names; None where it is missing, foreign or no reference at all."""
    try:
        return data.read(casefile.case_file, me.scope, number(said))
    except NotFound:
        return None


def act_on(verb: str, case: int, seen: int, escalation: int | None = None) -> None:
    """Do a verb to the case a button carries, or to its escalation, at the version drawn with it; for callbacks."""
    st.query_params["id"] = reference(case)
    form, note = f"queue:{case}", str(st.session_state.get(f"{NOTE}_{case}", "")).strip()
    owed = owed_fields.given(form, data.zone()) if verb == "resolve" else {}
    if owed is None:
        return
    said: dict[str, Any] = {VERBS[verb].text: note} if note or VERBS[verb].text == "reason" else {}
    if escalation is not None:
        said["escalation_id"] = escalation
    if act.do(DO[verb], case=case, seen=seen, form=form, **said, **owed):
        st.session_state.pop(f"{NOTE}_{case}", None)
        owed_fields.forget(form)


def _verbs(me: Principal, file: CaseFile) -> None:
    possible = [verb for verb in FOUR if file.status in FROM[verb]]
    if not possible:
        return
    refused = forms.refusal(f"queue:{file.id}")
    st.text_input(
        "Note or reason",
        key=f"{NOTE}_{file.id}",
        placeholder="Note, or why it must go higher",
        label_visibility="collapsed",
    )
    if refused:
        html.draw("refusal", sentence=refused.sentence)
        owed_fields.show(f"queue:{file.id}", file.record_type, refused.fields)
    with st.container(key="four_verbs", horizontal=True):
        for verb in possible:
            key = VERBS[verb]
            st.button(
                key.label,
                key=f"do_{verb}",
                shortcut=key.shortcut,
                on_click=act_on,
                args=(verb, file.id, file.version),
                type="primary" if verb == _next(file) else "secondary",
                width="stretch",
            )
        for verb, row in answers(data.read(escalations.of_case, me.scope, file.id), me):
            label = "Acknowledge as manager" if verb == "answer" else VERBS[verb].label
            given = (verb, file.id, file.version, row.id)
            st.button(label, key=f"do_{verb}_{row.id}", on_click=act_on, args=given, width="stretch")


def answers(rows: Iterable[EscalationRow], me: Principal) -> Iterator[tuple[str, EscalationRow]]:
    """Yield how each escalation that is open can be answered; one that moved the case is acknowledged with the case."""
    for row in rows:
        if row.ended_at is not None or row.passed_on_at is not None:
            continue
        if row.way == Way.FUNCTIONAL:
            yield ("de-escalate" if row.acknowledged_at else "decline"), row
        elif row.acknowledged_at is None and me.may(Right.ANY_TEAM):
            yield "answer", row


def _next(file: CaseFile) -> str:
    if file.owner_id is None:
        return "own"
    return "resolve" if file.is_accepted else "acknowledge"
