"""What each field of a case was before, who changed it and when, read beside the fields."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

import streamlit as st

from caselight.core.people import Principal
from caselight.core.wording import moment
from caselight.store import casefile
from caselight.store.casefile import CaseFile, Told
from caselight.ui import changes, data, html


class Step(NamedTuple):
    """One change of a field."""

    before: str
    after: str
    by: str
    at: str


class History(NamedTuple):
    """One field with all its changes, the newest first."""

    label: str
    steps: tuple[Step, ...]


def button(number: int) -> None:
    """Draw the button that shows or hides it."""
    is_shown = st.session_state.get(_shown(number), False)
    label = "Hide history" if is_shown else "History"
    st.button(label, type="tertiary", key="record_history", on_click=_turn, args=(number,))


def show(me: Principal, file: CaseFile) -> None:
    """Draw it, once it was asked for."""
    if st.session_state.get(_shown(file.id)):
        events = data.read(casefile.events, me.scope, file.id)
        texts = data.read(casefile.texts, me.scope, file.id)
        html.draw("field_history", fields=histories(file.record_type, events, texts, data.zone()))


def histories(
    record_type: str, events: Sequence[Told], texts: Mapping[int, Mapping[str, str]], zone: tzinfo
) -> list[History]:
    """Return every field that was ever given, the one changed last first."""
    found: dict[str, tuple[str, list[Step]]] = {}
    for event in reversed(events):
        by, at = event.actor or "Caselight", moment(event.at, zone)
        for change in changes.each(record_type, event, texts.get(event.seq, {}), zone):
            _, steps = found.setdefault(change.name, (change.label, []))
            steps.append(Step(change.before, change.after, by, at))
    return [History(label, tuple(steps)) for label, steps in found.values()]


def _turn(number: int) -> None:
    st.session_state[_shown(number)] = not st.session_state.get(_shown(number), False)


def _shown(number: int) -> str:
    return f"field_history:{number}"
