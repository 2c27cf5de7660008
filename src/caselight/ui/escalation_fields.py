"""The fields of an escalation as widgets: what its kind owes, each with what to write in it, or what is wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from caselight.core.escalation_kinds import CHOICES, FIELDS
from caselight.core.records import FormField
from caselight.ui import act, forms
from caselight.ui.escalation_words import label

TEXTS = {
    "reason": FormField(name="reason", label="Why", guidance="One line: it is told to whoever is called."),
    "outcome": FormField(name="outcome", label="What came of it", guidance="One line; it stays on the timeline."),
    "note": FormField(name="note", label="Note", guidance="What happened, if the fields do not say it."),
}


def show(form: str, names: Iterable[str], errors: Mapping[str, str], *, owed: Iterable[str] = ()) -> None:
    """Draw the fields of these names one below the other."""
    owed = tuple(owed)
    for name in names:
        about = TEXTS.get(name) or FormField(
            name=name, label=label(name), guidance=_guidance(name, is_owed=name in owed)
        )
        with forms.place(form, name, errors):
            forms.widget(form, about, CHOICES.get(name, ()))
            forms.hint([about], errors)


def given(form: str, names: Iterable[str]) -> dict[str, Any]:
    """Return what was filled in."""
    said = {name: st.session_state.get(forms.key_of(form, name)) for name in names}
    return {name: value for name, value in said.items() if value}


def forget(form: str, names: Iterable[str]) -> None:
    """Drop what was typed, once it is saved or given up."""
    for name in names:
        st.session_state.pop(forms.key_of(form, name), None)
    act.forget(form)


def _guidance(name: str, *, is_owed: bool) -> str:
    return FIELDS[name] + (" Owed." if is_owed else "")
