"""The one box: a line that logs or updates, what Enter will do with it, and what was done last."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.records import TYPES, RootCause
from caselight.core.refusal import Refusal
from caselight.core.wording import number, reference
from caselight.services import verbs
from caselight.services.desk import Done
from caselight.store.suggest import Logged
from caselight.ui import (
    act,
    box_parts,
    data,
    details_after,
    draft,
    entries,
    forms,
    html,
    log_form,
    owed_fields,
    preview,
)
from caselight.ui.box_parts import BOX, CAUSE, FORM, KEPT, put
from caselight.ui.draft import Known, LogPlan, Plan, UpdatePlan

CHOOSING = "box_choosing"  # the line that means several cases, while its digit is awaited
SAVED, LAST, REFUSED, SENT = "box_saved", "box_last", "box_refused", "box_sent"
PLACE = "box_place"
PLACEHOLDER = "Log a case, or update one: 240 r line restored"


@st.fragment
def bar(me: Principal) -> None:
    """Draw the box in the header; its panel drops below it while it is in use."""
    if not me.may(Right.WORK):
        return
    with st.container(key="onebox"):
        _line("bar")
        html.draw("box_enter")
        with st.container(key="box_panel"):
            now = known(me)
            plan = draft.read(line(), now)
            _understood(plan, now)
            st.button(_enter_says(plan), key="enter_save", type="primary", on_click=save, args=(me,))
            box_parts.aside(plan, now)
            entries.show(now)


@st.fragment
def large(me: Principal) -> None:
    """Draw the box as the Log page has it: the same line, large, with everything beside it."""
    now = known(me)
    plan = draft.read(line(), now)
    html.draw("box_enter")
    left, right = st.columns([1.95, 1], gap="medium")
    with left:
        with st.container(horizontal=True, key="onebox_large"):
            _line("page")
            st.button(_enter_says(plan), key="enter_save", type="primary", on_click=save, args=(me,))
        if log_form.is_open():
            log_form.show(now, saved=logged)
        else:
            _understood(plan, now)
        log_form.ways(plan)
    with right:
        box_parts.aside(plan, now)
        entries.show(now)
        box_parts.client_now(plan, now)


def line() -> str:
    """Return the line as it stands; while a digit is awaited, the line that awaits it."""
    return str(st.session_state.get(CHOOSING) or st.session_state.get(BOX) or "")


def known(me: Principal) -> Known:
    """Return what the box knows about this person now."""
    return draft.known(me, data.now(), st.session_state.get(LAST))


def save(me: Principal) -> None:
    """Do what the line says; nothing typed is lost when it is refused."""
    now = known(me)
    if not line().strip():
        return
    plan = draft.read(line(), now)
    act.forget(FORM)
    st.session_state.pop(REFUSED, None)
    st.session_state[SENT] = line()
    if choices := draft.choices(plan):
        st.session_state[CHOOSING] = line()
        put("")
        st.session_state[REFUSED] = Refusal(f"{len(choices)} cases end so. Type 1 to {len(choices)}.")
    elif plan.problem:
        st.session_state[REFUSED] = Refusal(plan.problem)
    elif isinstance(plan, LogPlan):
        log(plan, now)
    elif plan.file:
        update(plan, now, plan.file.id, plan.file.version)


def log(plan: LogPlan, now: Known) -> None:
    """Log the case of the line, with the fields its type owes at once."""
    names = {about.name for about in preview.owed_at_once(plan.record)}
    checked = forms.checked(FORM, [(plan.record, forms.given(FORM, plan.record, only=names))], now.zone)
    if checked is None:
        return
    given = draft.as_log(plan)
    if done := act.do(verbs.log, form=FORM, **given, details=checked[0]):
        forms.forget(FORM, plan.record)
        logged(done, given)


def logged(done: Done, given: Mapping[str, Any]) -> None:
    """Say that the case is saved, keep what it was given as the next defaults, and clear the line."""
    record, priority = TYPES[given["record_type"]], given["priority"] or draft.USUAL_PRIORITY
    st.session_state[LAST] = Logged(given["client_id"], given["record_type"], given["channel"])
    st.session_state[SAVED] = (reference(done.case_id), preview.owed_later(record, priority))
    clear()


def update(plan: UpdatePlan, now: Known, case: int, seen: int) -> None:
    """Do the verb of the line to the case."""
    owed = owed_fields.given(FORM, now.zone)
    if owed is None:
        return
    verb, given = draft.as_verb(plan.draft, now)
    cause = st.session_state.get(CAUSE)
    if cause and plan.draft.verb in box_parts.ASKS_CAUSE:
        owed |= {"root_cause": RootCause.parse(cause).value}
    if act.do(verb, case=case, seen=seen, form=FORM, **given, **owed):
        owed_fields.forget(FORM)
        st.session_state.pop(SAVED, None)
        clear()


def clear() -> None:
    """Empty the box once its line is done."""
    for key in (CHOOSING, CAUSE, REFUSED):
        st.session_state.pop(key, None)
    put("")


def _line(place: str) -> None:
    waits = CHOOSING in st.session_state
    if st.session_state.get(PLACE) != place:
        st.session_state[PLACE], st.session_state[BOX] = place, st.session_state.get(KEPT, "")
    st.text_input(
        "Log or update a case",
        key=BOX,
        placeholder="Type its digit" if waits else PLACEHOLDER,
        label_visibility="collapsed",
        live="200ms",
        on_change=_typed,
        autocomplete="off",
    )


def _typed() -> None:
    """Take the digit that chooses a case; any other typing starts a new line."""
    said, typed = st.session_state.get(CHOOSING), str(st.session_state.get(BOX) or "").strip()
    st.session_state[KEPT] = "" if said else st.session_state.get(BOX)
    me = data.me()
    if not typed or me is None:
        return
    now = known(me)
    if not said:
        _into_the_form(draft.read(typed, now))
        return
    choices = draft.choices(draft.read(said, now))
    if typed in {str(place + 1) for place in range(len(choices))}:
        choose(int(typed) - 1)
    else:
        st.session_state.pop(CHOOSING)


def _into_the_form(plan: Plan) -> None:
    if log_form.is_open() and isinstance(plan, LogPlan):
        log_form.take(plan)


def choose(place: int) -> None:
    """Do the line's verb to the case that was chosen; when it is refused the line stands with the full number."""
    me, said = data.me(), line()
    if me is None:
        return
    now = known(me)
    plan = draft.read(said, now)
    if not isinstance(plan, UpdatePlan) or place >= len(plan.meant):
        return
    chosen = plan.meant[place]
    st.session_state.pop(CHOOSING, None)
    put(said.replace(plan.draft.digits, reference(chosen.id), 1))
    st.session_state[SENT] = line()
    if plan.problem:
        st.session_state[REFUSED] = Refusal(plan.problem)
    else:
        update(plan, now, chosen.id, chosen.version)


def _enter_says(plan: Plan) -> str:
    if isinstance(plan, LogPlan):
        return "Save case"
    verb = plan.draft.verb
    return f"{verb.label} {reference(plan.file.id)}" if verb and plan.file else "Update"


def _understood(plan: Plan, now: Known) -> None:
    """Draw what was understood, what Enter will do, and what is wrong."""
    if st.session_state.get(SAVED) and not line():
        case, owed = st.session_state[SAVED]
        box_parts.saved(case, owed)
        details_after.show(now, number(case))
    if not line():
        return
    box_parts.understood(plan, now, _refusal(), choose=choose)


def _refusal() -> Refusal | None:
    """Return why the line was refused, while it still stands as it was sent."""
    if st.session_state.get(SENT) != line():
        return None
    return st.session_state.get(REFUSED) or forms.refusal(FORM)
