"""The few fields that a verb was refused for, asked right where it was refused."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

import streamlit as st

from caselight.core.records import TYPES, FormField, Record, Standard, form_fields
from caselight.ui import forms

ROOT_CAUSE = next(about for about in form_fields(Standard) if about.name == "root_cause")


def show(form: str, record_type: str, errors: Mapping[str, str], *, is_narrow: bool = True) -> None:
    """Draw the fields that the sentences are about; other sentences speak of no field of the record."""
    forms.show(form, asked(record_type, errors), errors=errors, is_narrow=is_narrow)
    st.session_state[_asked(form)] = (record_type, tuple(errors))


def asked(record_type: str, names: Mapping[str, str]) -> list[FormField]:
    """Return the fields of the type among these names, and the root cause."""
    return [about for about in (*form_fields(TYPES[record_type]), ROOT_CAUSE) if about.name in names]


def given(form: str, zone: tzinfo) -> dict[str, Any] | None:
    """Return what was filled in, as `resolve` and `close` take it; None when a value is wrong."""
    record_type, names = st.session_state.get(_asked(form), (None, ()))
    if record_type is None:
        return {}
    template: type[Record] = TYPES[record_type]
    details = forms.checked(form, template, forms.given(form, template, only=names), zone)
    if details is None:
        return None
    cause = forms.given(form, Standard, only={ROOT_CAUSE.name}).get(ROOT_CAUSE.name)
    filled = {name: value for name, value in details.items() if value is not None}
    return {"details": filled} | ({"root_cause": cause} if cause else {})


def forget(form: str) -> None:
    """Drop what was asked, once it is saved."""
    record_type, _ = st.session_state.pop(_asked(form), (None, ()))
    if record_type:
        forms.forget(form, TYPES[record_type])
        st.session_state.pop(forms.key_of(form, ROOT_CAUSE.name), None)


def _asked(form: str) -> str:
    return f"asked:{form}"
