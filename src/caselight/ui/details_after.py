"""What a case just logged will owe before it is resolved, asked right there while one still knows it."""

from collections.abc import Sequence

import streamlit as st

from caselight.core.records import TYPES, FormField, Stage, owed
from caselight.core.wording import reference
from caselight.services import verbs
from caselight.store import casefile, suggest
from caselight.store.casefile import CaseFile
from caselight.ui import act, data, forms, html
from caselight.ui.draft import Known

OPEN = "details_case"  # the case whose small form is open


def show(now: Known, number: int) -> None:
    """Draw a button that names what is missing, or the small form for it; nothing where nothing is."""
    file = data.read(casefile.case_file, now.me.scope, number)
    fields = missing(file) if file else []
    if file is None or not fields:
        return
    if st.session_state.get(OPEN) != number:
        labels = ", ".join(about.label[:1].lower() + about.label[1:] for about in fields)
        said = f"Add {len(fields)} detail{'s' * (len(fields) != 1)}: {labels}"
        st.button(said, type="tertiary", key="details_open", on_click=_open, args=(number,))
        return
    refused = forms.refusal(_form(number))
    with st.container(key="panel_details"):
        offers = {"services": data.read(suggest.services, now.me.scope, file.client_id)}
        forms.show(_form(number), fields, offers=offers, errors=refused.fields if refused else {})
        with st.container(horizontal=True):
            st.button("Save details", type="primary", key="details_save", on_click=_save, args=(now, file, fields))
            st.button("Later", key="details_later", on_click=_close, args=(file,))
            if refused:
                html.draw("refusal", sentence=refused.sentence, width="content")


def missing(file: CaseFile) -> list[FormField]:
    """Return the fields of its type that a case owes before it is resolved."""
    return list(owed(TYPES[file.record_type], file.details, Stage.RESOLVING))


def _save(now: Known, file: CaseFile, fields: Sequence[FormField]) -> None:
    """Send what was filled in; what was left empty stays owed."""
    form, template = _form(file.id), TYPES[file.record_type]
    typed = forms.given(form, template, only={about.name for about in fields})
    checked = forms.checked(form, [(template, typed)], now.zone)
    if checked is None:
        return
    details = {name: value for name, value in checked[0].items() if value is not None}
    said = f"{reference(file.id)}: {len(details)} detail{'s' * (len(details) != 1)} added."
    if not details or act.do(verbs.update, case=file.id, form=form, said=said, fields={"details": details}):
        _close(file)


def _open(number: int) -> None:
    st.session_state[OPEN] = number


def _close(file: CaseFile) -> None:
    st.session_state.pop(OPEN, None)
    forms.forget(_form(file.id), TYPES[file.record_type])


def _form(number: int) -> str:
    return f"details:{number}"
