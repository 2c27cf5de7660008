"""Sheets on the Case page: one button for each kind, and its small form in place."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.records import FormField, form_fields
from caselight.core.refusal import Conflict
from caselight.core.sheets import SHEETS, Sheet, words
from caselight.core.wording import moment, reference
from caselight.services import verbs
from caselight.store import casefile, sheets, suggest
from caselight.store.casefile import CaseFile
from caselight.store.sheets import SheetRow
from caselight.ui import act, attachments, data, forms, html

SAVED = "sheet_saved"
CORRECT = "Correct an entry"


@dataclass(frozen=True, slots=True)
class Opened:
    """The form that is open: of which kind, and which sheet is corrected, if any, as it was at this version."""

    kind: str
    sheet: int | None = None
    seen: int | None = None


@st.fragment
def show(me: Principal, number: int) -> None:
    """Draw a button for each kind of sheet, and the form that one of them opened."""
    if st.session_state.pop(SAVED, False):
        st.rerun()
    file = data.read(casefile.case_file, me.scope, number)
    if file is None or not me.may(Right.WORK):
        return
    with st.container(horizontal=True, key="sheet_row"):
        html.draw("sheet_add", width="content")
        for sheet in SHEETS.values():
            if not sheet.is_single:
                st.button(sheet.title, key=f"sheet_add_{sheet.key}", on_click=_begin, args=(file, sheet.key))
        attachments.button(number)
        _correct(me, file)
    attachments.choose(number)
    opened: Opened | None = st.session_state.get(_opened(number))
    if opened:
        _form(me, file, opened)


def _correct(me: Principal, file: CaseFile) -> None:
    """Draw the list of sheets that can be corrected, the newest first."""
    rows = [row for row in data.read(sheets.of_case, me.scope, file.id) if not SHEETS[row.kind].is_single]
    now, zone = data.now(), data.zone()
    named = {row.number: f"{SHEETS[row.kind].title}, {moment(row.at, zone, now=now)}" for row in reversed(rows)}
    if named:
        st.selectbox(
            CORRECT,
            list(named),
            key=f"sheet_correct:{file.id}",
            index=None,
            format_func=named.__getitem__,
            placeholder=CORRECT,
            label_visibility="collapsed",
            on_change=_begin_again,
            args=(me, file),
            width=210,
        )


def _form(me: Principal, file: CaseFile, opened: Opened) -> None:
    template, form = SHEETS[opened.kind], _key(file.id, opened)
    refused = forms.refusal(form)
    with st.container(key="panel_sheet"):
        title = f"Correct the {template.title.lower()}" if opened.sheet else template.title
        html.draw("form_section", title=title, note=f"{template.guidance} Needed: {_needed(template)}.")
        forms.show_in_rows(form, rows_of(template), offers=_offers(me, file), errors=refused.fields if refused else {})
        with st.container(horizontal=True, key="sheet_end"):
            st.button("Save", type="primary", key="sheet_save", on_click=_save, args=(file, opened))
            st.button("Give up", key="sheet_give_up", on_click=_end, args=(file.id, opened))
            if isinstance(refused, Conflict):
                again = Opened(opened.kind, opened.sheet, file.version)
                st.button("Keep mine", key="sheet_keep_mine", on_click=_save, args=(file, again))
            if refused:
                html.draw("refusal", sentence=refused.sentence, width="content")


def rows_of(template: type[Sheet]) -> list[list[FormField]]:
    """Return the fields of a sheet as its form sets them out."""
    fields = {about.name: replace(about, required=None) for about in form_fields(template)}
    return [[fields[name] for name in row] for row in template.rows]


def _needed(template: type[Sheet]) -> str:
    return ", ".join(about.label.lower() for about in form_fields(template) if about.required)


def _offers(me: Principal, file: CaseFile) -> dict[str, list[str]]:
    people = data.read(suggest.people, me.scope, file.client_id)
    teams = data.read(suggest.teams, me.scope)
    return {"people": [person.name for person in people], "teams": [team.name for team in teams]}


def _begin(file: CaseFile, kind: str) -> None:
    """Open a form with its draft, if there is one; the channel is the one of the case until another is chosen."""
    opened, template = Opened(kind), SHEETS[kind]
    if not any(forms.given(_key(file.id, opened), template).values()):
        forms.fill(_key(file.id, opened), template, {"channel": file.channel}, data.zone())
    st.session_state[_opened(file.id)] = opened


def _begin_again(me: Principal, file: CaseFile) -> None:
    """Open the form of a sheet that is there, with what it says."""
    number = st.session_state.pop(f"sheet_correct:{file.id}", None)
    for row in data.read(sheets.of_case, me.scope, file.id):
        if row.number == number:
            opened = Opened(row.kind, number, file.version)
            forms.fill(_key(file.id, opened), SHEETS[row.kind], _details(me, file, row), data.zone())
            st.session_state[_opened(file.id)] = opened


def _details(me: Principal, file: CaseFile, row: SheetRow) -> dict[str, Any]:
    texts = data.read(casefile.texts, me.scope, file.id)
    return row.details | words(row.kind, row.number, texts.get(row.words_seq, {}))


def _save(file: CaseFile, opened: Opened) -> None:
    """Add the sheet, or send what was changed of it; nothing typed is lost when it is refused."""
    template, form = SHEETS[opened.kind], _key(file.id, opened)
    only = forms.changed(form, template) if opened.sheet else None
    checked = forms.checked(form, [(template, forms.given(form, template, only=only))], data.zone())
    if checked is None:
        return
    (fields,) = checked
    if opened.sheet is None:
        given = {name: value for name, value in fields.items() if value is not None}
        said = f"{reference(file.id)}: {template.title.lower()} added."
        done = act.do(verbs.add_sheet, case=file.id, form=form, said=said, kind=opened.kind, fields=given)
    else:
        said = f"{reference(file.id)}: {template.title.lower()} corrected. Both versions stay on record."
        given = {"sheet": opened.sheet, "fields": fields}
        done = act.do(verbs.correct_sheet, case=file.id, seen=opened.seen, form=form, said=said, **given)
    if done:
        _end(file.id, opened)
        st.session_state[SAVED] = True


def _end(number: int, opened: Opened) -> None:
    st.session_state.pop(_opened(number), None)
    forms.forget(_key(number, opened), SHEETS[opened.kind])


def _opened(number: int) -> str:
    return f"sheet_opened:{number}"


def _key(number: int, opened: Opened) -> str:
    return f"sheet:{number}:{opened.kind}:{opened.sheet or 'new'}"
