"""The fields of a case, read in place and edited in place: a lost race keeps the draft and says who was faster."""

from typing import Any

import streamlit as st

from caselight.core import instant
from caselight.core.lifecycle import FROM
from caselight.core.people import Principal, Right
from caselight.core.records import TYPES, FormField, Record, Standard, Template, cells, form_fields
from caselight.core.refusal import Conflict
from caselight.core.wording import moment, reference
from caselight.services import verbs
from caselight.store import casefile, suggest
from caselight.store.casefile import CaseFile
from caselight.ui import act, data, field_history, forms, html, outward

EDITABLE = (
    "title",
    "channel",
    "impact",
    "urgency",
    "priority",
    "customers_affected",
    "service",
    "external_id",
    "root_cause",
)
COMMON = tuple(about for about in form_fields(Standard) if about.name in EDITABLE)


@st.fragment
def show(me: Principal, number: int) -> None:
    """Draw the record as it is, or the form to change it."""
    file = data.read(casefile.case_file, me.scope, number)
    if file is None or outward.is_for(me):
        return
    with st.container(key="panel_record"):
        if st.session_state.get(_editing(number)):
            _edit(me, file)
            return
        may_edit = me.may(Right.WORK) and file.status in FROM["update"]
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            html.draw("record_head", title=_template(file).title, width="content")
            with st.container(horizontal=True, width="content", key="record_acts"):
                field_history.button(number)
                if may_edit:
                    st.button("Edit", type="tertiary", key="record_edit", on_click=_begin, args=(file,))
        html.draw("record_facts", parts=[facts(_template(file), file.details), facts(Standard, _stored(file))])
        field_history.show(me, file)


def facts(template: type[Template], stored: dict[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return label and value of the fields that are given, and the labels of those that are not."""
    kept = cells(template, stored)
    fields = [about for about in form_fields(template) if template is not Standard or about in COMMON[1:]]
    given = [(about.label, _line(about, kept[about.name])) for about in fields if kept[about.name]]
    return given, [about.label for about in fields if not kept[about.name]]


def _template(file: CaseFile) -> type[Record]:
    return TYPES[file.record_type]


def _stored(file: CaseFile) -> dict[str, Any]:
    return {name: getattr(file, name) for name in EDITABLE}


def _line(about: FormField, value: str) -> str:
    if about.kind == "instant":
        return moment(instant.read(value), data.zone(), now=data.now())
    return type(about.choices[0]).parse(value).label if about.choices else value


def _edit(me: Principal, file: CaseFile) -> None:
    form, refused = _form(file.id), forms.refusal(_form(file.id))
    html.draw("record_head", title=f"Edit {reference(file.id)}", width="content")
    if refused:
        html.draw("refusal", sentence=refused.sentence)
    if isinstance(refused, Conflict):
        with st.container(horizontal=True):
            st.button("Keep mine", key="keep_mine", on_click=_save, args=(file, file.version))
            st.button("Take theirs", key="take_theirs", on_click=_end, args=(file.id,))
    offers = {"services": data.read(suggest.services, me.scope, file.client_id)}
    errors = refused.fields if refused else {}
    forms.show(form, (*form_fields(_template(file)), *COMMON), offers=offers, errors=errors)
    with st.container(horizontal=True):
        seen = st.session_state[_editing(file.id)]
        st.button("Save", type="primary", key="record_save", on_click=_save, args=(file, seen))
        st.button("Give up", key="record_end", on_click=_end, args=(file.id,))


def _begin(file: CaseFile) -> None:
    form = _form(file.id)
    for template, stored in _both(file):
        forms.fill(form, template, stored, data.zone())
    st.session_state[_editing(file.id)] = file.version


def _save(file: CaseFile, seen: int) -> None:
    """Send the fields that were changed in the form, and no other: what others changed meanwhile stays theirs."""
    form, zone = _form(file.id), data.zone()
    templates = [template for template, _ in _both(file)]
    typed = [(each, forms.given(form, each, only=forms.changed(form, each))) for each in templates]
    checked = forms.checked(form, typed, zone)
    if checked is None:
        return
    details, standard = checked
    fields = standard | ({"details": details} if details else {})
    if not fields:
        act.tell("Nothing was changed.")
        _end(file.id)
    elif act.do(verbs.update, case=file.id, seen=seen, form=form, fields=fields):
        _end(file.id)


def _both(file: CaseFile) -> tuple[tuple[type[Template], dict[str, Any]], ...]:
    return (_template(file), file.details), (Standard, _stored(file))


def _end(number: int) -> None:
    st.session_state.pop(_editing(number), None)
    templates: tuple[type[Template], ...] = (*TYPES.values(), Standard)
    for template in templates:
        forms.forget(_form(number), template)


def _editing(number: int) -> str:
    return f"editing:{number}"


def _form(number: int) -> str:
    return f"record:{number}"
