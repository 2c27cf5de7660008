"""The form that escalates a case: which kind and why, with the guidance of each, and who would be called."""

from datetime import datetime

import streamlit as st

from caselight.core.escalation import Trigger, Way
from caselight.core.escalation_kinds import KINDS
from caselight.core.people import Principal
from caselight.services import verbs
from caselight.store import escalations, suggest
from caselight.store.casefile import CaseFile
from caselight.ui import act, data, escalation_fields, escalation_words, forms, html, ladder

OPENED = "escalating"  # the case whose form is open
CHOSEN = {name: kind for name, kind in KINDS.items() if kind.trigger is not Trigger.TIME}  # the clock raises the other
WAYS = {
    Way.FUNCTIONAL: "Functional: the case moves to a higher tier",
    Way.HIERARCHICAL: "Hierarchical: a manager looks on",
}
OWN = ("kind", "way", "reason", "team", "person")
EVERY = (*OWN, *(name for kind in CHOSEN.values() for name in (*kind.owed, *kind.fields)))


def button(number: int) -> None:
    """Draw what opens the form."""
    st.button("Escalate", key="escalate_open", on_click=_open, args=(number,))


def is_open(number: int) -> bool:
    """Say whether the form of this case is open."""
    return st.session_state.get(OPENED) == number


def show(me: Principal, file: CaseFile, now: datetime) -> None:
    """Draw the form: the kinds with their guidance on the left, what the chosen one takes on the right."""
    form = _form(file.id)
    refused = forms.refusal(form)
    errors = refused.fields if refused else {}
    with st.container(key="escalate"):
        left, right = st.columns([1.1, 1], gap="medium")
        with left:
            name = _kind(form)
        kind = CHOSEN[name]
        with right:
            way = _way(form)
            if refused and refused.sentence not in errors.values():
                html.draw("refusal", sentence=refused.sentence)
            escalation_fields.show(form, ("reason", *kind.owed, *kind.fields), errors, owed=kind.owed)
            _to(me, file, form, way, errors)
            html.draw("escalate_calls", said=_calls(me, file.id, name, way, now), kind=kind)
            with st.container(horizontal=True):
                given = (file, name, way)
                st.button("Escalate", key="escalate_save", type="primary", on_click=save, args=given)
                st.button("Give up", key="escalate_end", on_click=_end, args=(file.id,))


def who(me: Principal, number: int, kind: str, now: datetime) -> str:
    """Return who is called if a case is escalated now as a kind, and by when they must acknowledge."""
    found = ladder.read(me, number, now)
    if found is None:
        return ""
    return escalation_words.called(found.called(now, is_urgent=KINDS[kind].is_urgent), KINDS[kind], found.tier)


def save(file: CaseFile, name: str, way: Way) -> None:
    """Escalate with what was filled in; refused, everything typed is kept."""
    form, kind = _form(file.id), CHOSEN[name]
    said = escalation_fields.given(form, ("reason",)) | _whom(file, form, way)
    details = escalation_fields.given(form, (*kind.owed, *kind.fields))
    given = {"reason": "", **said, "kind": name, "way": way, "details": details}
    if act.do(verbs.escalate, case=file.id, seen=file.version, form=form, **given):
        _end(file.id)


def _kind(form: str) -> str:
    key = forms.key_of(form, "kind")
    chosen = st.radio(
        "What kind of escalation is it?",
        list(CHOSEN),
        key=key,
        format_func=lambda name: CHOSEN[name].label,
        captions=[kind.guidance for kind in CHOSEN.values()],
    )
    return chosen or next(iter(CHOSEN))


def _way(form: str) -> Way:
    return Way(
        st.radio("Which way?", list(WAYS), key=forms.key_of(form, "way"), format_func=lambda way: WAYS[Way(way)])
    )


def _to(me: Principal, file: CaseFile, form: str, way: Way, errors: dict[str, str]) -> None:
    """Draw whom to call, where the one who escalates knows better than the matrix."""
    functional = way == Way.FUNCTIONAL
    name, options = ("team", list(_teams(me, file))) if functional else ("person", list(_people(me, file)))
    with forms.place(form, name, errors):
        st.selectbox(
            "To a team of your choice" if functional else "To a person of your choice",
            options,
            index=None,
            key=forms.key_of(form, name),
            placeholder="whom the matrix calls" if functional else "the managers of the client",
        )


def _calls(me: Principal, number: int, kind: str, way: Way, now: datetime) -> str:
    if way == Way.HIERARCHICAL:
        return "A manager is told and must acknowledge; team, tier and owner stay."
    team = st.session_state.get(forms.key_of(_form(number), "team"))
    return f"Calls {team} at once." if team else who(me, number, kind, now)


def _whom(file: CaseFile, form: str, way: Way) -> dict[str, int]:
    me = data.me()
    if me is None:
        return {}
    functional = way == Way.FUNCTIONAL
    chosen = st.session_state.get(forms.key_of(form, "team" if functional else "person"))
    known = _teams(me, file) if functional else _people(me, file)
    return {"team_id" if functional else "person_id": known[chosen]} if chosen in known else {}


def _teams(me: Principal, file: CaseFile) -> dict[str, int]:
    teams = data.read(suggest.teams, me.scope)
    return {f"T{team.tier} {team.name}": team.id for team in teams if team.tier > (file.tier or 0)}


def _people(me: Principal, file: CaseFile) -> dict[str, int]:
    return {name: number for number, name in data.read(escalations.managers, me.scope, file.client_id)}


def _open(number: int) -> None:
    st.session_state[OPENED] = number


def _end(number: int) -> None:
    st.session_state.pop(OPENED, None)
    escalation_fields.forget(_form(number), EVERY)


def _form(number: int) -> str:
    return f"escalate:{number}"
