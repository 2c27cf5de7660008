"""The update line of one case: the grammar of the one box without the digits."""

import streamlit as st

from caselight.core.lifecycle import FROM
from caselight.core.oneline import COMMANDS, UpdateDraft, parse
from caselight.core.people import Principal, Right
from caselight.core.records import RootCause
from caselight.core.refusal import Conflict, Refusal
from caselight.core.wording import digits_of, reference
from caselight.store import casefile
from caselight.store.casefile import CaseFile
from caselight.ui import act, box_parts, data, draft, forms, html, owed_fields, preview
from caselight.ui.draft import Known, UpdatePlan

QUICK, DONE, CAUSE = "quick", "quick_done", "quick_cause"
REFUSED, SENT = "quick_refused", "quick_sent"
SHOWN = ("n", "t", "w", "e", "h", "r")


@st.fragment
def show(me: Principal, number: int) -> None:
    """Draw the line, and what Enter will do with it."""
    if st.session_state.pop(DONE, False):
        st.rerun()
    file = data.read(casefile.case_file, me.scope, number)
    if file is None or not me.may(Right.WORK):
        return
    with st.container(key="quickline"):
        with st.container(horizontal=True, key="quick_row"):
            st.text_input(
                f"Update {reference(number)}",
                key=QUICK,
                placeholder=f"Update {reference(number)}: letter and note, for example  n customer called back",
                label_visibility="collapsed",
                live="200ms",
                autocomplete="off",
            )
            html.draw("quick_keys", keys=_keys(file), width="content")
            st.button("Update", key="quick_save", on_click=save, args=(me, number, file.version))
        if line():
            _understood(plan_of(file, _known(me)), file, _known(me))


def line() -> str:
    """Return the line as it stands."""
    return str(st.session_state.get(QUICK) or "").strip()


def plan_of(file: CaseFile, now: Known) -> UpdatePlan:
    """Return what the line would do to this case."""
    said = parse(f"{digits_of(file.id)} {line()}", clients=(), teams=[team.name for team in now.teams])
    return UpdatePlan(said if isinstance(said, UpdateDraft) else UpdateDraft(digits=digits_of(file.id)), (file,))


def save(me: Principal, number: int, seen: int) -> None:
    """Do what the line says to the case as it was seen; nothing typed is lost when it is refused."""
    file, now, form = data.read(casefile.case_file, me.scope, number), _known(me), _form(number)
    if file is None or not line():
        return
    plan, owed = plan_of(file, now), owed_fields.given(form, now.zone)
    st.session_state[REFUSED], st.session_state[SENT] = Refusal(plan.problem) if plan.problem else None, line()
    if plan.problem or owed is None:
        return
    verb, given = draft.as_verb(plan.draft, now)
    cause = st.session_state.get(CAUSE)
    if cause and plan.draft.verb in box_parts.ASKS_CAUSE:
        owed |= {"root_cause": RootCause.parse(cause).value}
    if act.do(verb, case=number, seen=seen, form=form, **given, **owed):
        owed_fields.forget(form)
        st.session_state[QUICK], st.session_state[DONE] = "", True


def _understood(plan: UpdatePlan, file: CaseFile, now: Known) -> None:
    refused = None
    if st.session_state.get(SENT) == line():
        refused = st.session_state.get(REFUSED) or forms.refusal(_form(file.id))
    if refused:
        html.draw("refusal", sentence=_again(refused))
    rows = data.read(casefile.clocks, now.me.scope, file.id)
    html.draw("quick_steps", steps=preview.steps(plan, file, rows, now), problem="" if refused else plan.problem)
    if plan.draft.verb in box_parts.ASKS_CAUSE and file.root_cause is None:
        box_parts.cause(CAUSE)
    if refused and refused.fields:
        owed_fields.show(_form(file.id), file.record_type, refused.fields)


def _again(refused: Refusal) -> str:
    more = " Press Enter again to do it all the same." if isinstance(refused, Conflict) else ""
    return refused.sentence + more


def _keys(file: CaseFile) -> list[tuple[str, str]]:
    """Return the letters that the case's status allows, as the line shows them."""
    allowed = [command for command in COMMANDS if not command.priority and file.status in FROM[command.verb.value]]
    return [(command.letter, command.word) for command in allowed if command.letter in (*SHOWN, "g", "x", "c")]


def _known(me: Principal) -> Known:
    return draft.known(me, data.now(), None)


def _form(number: int) -> str:
    return f"quick:{number}"
