"""What one can do about one escalation, in place: at once, or after the few fields that the act owes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import streamlit as st

from caselight.core.escalation import Way
from caselight.core.escalation_kinds import KINDS, Kind
from caselight.core.people import Principal, Right
from caselight.services import verbs
from caselight.services.desk import Verb
from caselight.store.casefile import CaseFile
from caselight.store.escalations import EscalationRow
from caselight.ui import act, escalation_fields, forms, html

ASKING = "escalation_asking"  # which act of which escalation has its fields open
NO_KIND = Kind("", KINDS["tiered"].trigger, "")


def _nothing(_kind: Kind) -> tuple[str, ...]:
    return ()


def _at_end(kind: Kind) -> tuple[str, ...]:
    return (*kind.owed_at_end, *kind.fields)


def _at_any_time(kind: Kind) -> tuple[str, ...]:
    return (*kind.owed, *kind.fields, *kind.owed_at_end)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its button, its verb, the text it takes, and the fields of the kind that go with it."""

    label: str
    verb: Verb
    text: str = "note"
    is_asked: bool = True  # its text before it is done
    fields: Callable[[Kind], tuple[str, ...]] = _nothing


ACTS = {
    "acknowledge": Act("Acknowledge", verbs.acknowledge_escalation, is_asked=False),
    "resolve": Act("Resolve", verbs.resolve_escalation, "outcome", fields=_at_end),
    "advance": Act("Add what became known", verbs.advance, fields=_at_any_time),
    "decline": Act("Decline", verbs.decline, "reason"),
    "de-escalate": Act("De-escalate", verbs.de_escalate, "reason"),
}


def offered(row: EscalationRow, me: Principal) -> Iterator[str]:
    """Yield what can be done about an escalation that is open and not passed on."""
    if row.ended_at is not None or row.passed_on_at is not None:
        return
    if row.way == Way.FUNCTIONAL or me.may(Right.ANY_TEAM) or row.person_id == me.user_id:
        yield from ("acknowledge", "resolve", "decline") if row.acknowledged_at is None else ("resolve", "de-escalate")
    if _at_any_time(_kind(row)):
        yield "advance"


def show(me: Principal, file: CaseFile, row: EscalationRow) -> None:
    """Draw the buttons of an escalation, and under them the fields of the act that was chosen."""
    names = list(offered(row, me))
    if not names:
        return
    with st.container(horizontal=True, key=f"escalation_acts_{row.id}"):
        for name in names:
            on_click = _ask if ACTS[name].is_asked else do
            st.button(ACTS[name].label, key=f"escalation_{name}_{row.id}", on_click=on_click, args=(file, row, name))
    refused = act.refusal(_form(row, "acknowledge"))
    if refused:
        html.draw("refusal", sentence=refused.sentence)
    asking = st.session_state.get(ASKING)
    if asking and asking[0] == row.id and asking[1] in names:
        _fields(file, row, asking[1])


def do(file: CaseFile, row: EscalationRow, name: str) -> None:
    """Do an act with what was filled in; refused, everything typed is kept."""
    chosen, form = ACTS[name], _form(row, name)
    fields = chosen.fields(_kind(row))
    said = escalation_fields.given(form, [chosen.text])
    if chosen.text != "note":
        said.setdefault(chosen.text, "")
    if fields:
        said["details"] = escalation_fields.given(form, fields)
    if act.do(chosen.verb, case=file.id, seen=file.version, form=form, escalation_id=row.id, **said):
        _end(row, name)


def _fields(file: CaseFile, row: EscalationRow, name: str) -> None:
    chosen, form, kind = ACTS[name], _form(row, name), _kind(row)
    refused = forms.refusal(form)
    errors = refused.fields if refused else {}
    with st.container(key=f"escalation_fields_{row.id}"):
        if refused and refused.sentence not in errors.values():
            html.draw("refusal", sentence=refused.sentence)
        owed = kind.owed_at_end if name == "resolve" else ()
        escalation_fields.show(form, (chosen.text, *chosen.fields(kind)), errors, owed=owed)
        with st.container(horizontal=True):
            st.button(
                chosen.label, key=f"escalation_save_{row.id}", type="primary", on_click=do, args=(file, row, name)
            )
            st.button("Give up", key=f"escalation_end_{row.id}", on_click=_end, args=(row, name))


def _ask(_file: CaseFile, row: EscalationRow, name: str) -> None:
    st.session_state[ASKING] = (row.id, name)


def _end(row: EscalationRow, name: str) -> None:
    chosen = ACTS[name]
    st.session_state.pop(ASKING, None)
    escalation_fields.forget(_form(row, name), (chosen.text, *chosen.fields(_kind(row))))


def _kind(row: EscalationRow) -> Kind:
    return KINDS.get(row.kind, NO_KIND)


def _form(row: EscalationRow, name: str) -> str:
    return f"escalation:{row.id}:{name}"
