"""The few fields that a verb was refused for, asked right where it was refused."""

from collections.abc import Collection, Mapping
from datetime import tzinfo
from typing import Any

import streamlit as st

from caselight.core.records import TYPES, FormField, Record, Standard, form_fields
from caselight.ui import forms

CAUSE = "root_cause"
ROOT_CAUSE = next(about for about in form_fields(Standard) if about.name == CAUSE)


def show(form: str, record_type: str, errors: Mapping[str, str]) -> None:
    """Draw the fields that the sentences are about; other sentences speak of no field of the record."""
    names = (*st.session_state.get(_asked(form), (None, ()))[1], *errors)
    st.session_state[_asked(form)] = (record_type, tuple(dict.fromkeys(names)))
    forms.show(form, asked(record_type, names), errors=errors)


def asked(record_type: str, names: Collection[str]) -> list[FormField]:
    """Return the fields of the type among these names, and the root cause."""
    return [about for about in (*form_fields(TYPES[record_type]), ROOT_CAUSE) if about.name in names]


def given(form: str, zone: tzinfo) -> dict[str, Any] | None:
    """Return what was filled in, as `resolve` and `close` take it; None when a value is wrong."""
    record_type, names = st.session_state.get(_asked(form), (None, ()))
    if record_type is None:
        return {}
    template: type[Record] = TYPES[record_type]
    typed = [(each, forms.given(form, each, only=names)) for each in (template, Standard)]
    checked = forms.checked(form, typed, zone)
    if checked is None:
        return None
    details, standard = ({name: value for name, value in part.items() if value is not None} for part in checked)
    return {"details": details} | ({"root_cause": standard[CAUSE]} if CAUSE in standard else {})


def forget(form: str) -> None:
    """Drop what was asked, once it is saved."""
    record_type, _ = st.session_state.pop(_asked(form), (None, ()))
    if record_type:
        forms.forget(form, TYPES[record_type])
        st.session_state.pop(forms.key_of(form, CAUSE), None)


def _asked(form: str) -> str:
    return f"asked:{form}"
