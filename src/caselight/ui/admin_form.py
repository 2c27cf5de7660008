"""Fields of the admin forms: typed text kept, faults said under their field, a dry run before anything is saved."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from caselight.core import instant
from caselight.core.refusal import Refusal
from caselight.core.wording import duration, moment, reference
from caselight.services.running import Move
from caselight.ui import act, data, html

T = TypeVar("T")
MOVES_SHOWN = 12
NOTHING_SAVED = "Tried, and nothing is saved yet."


def key_of(form: str, name: str) -> str:
    """Return the session key of a field's draft."""
    return f"{form}:{name}"


def typed(form: str) -> dict[str, Any]:
    """Return everything typed in a form, by field."""
    start = key_of(form, "")
    return {
        str(key).removeprefix(start): value for key, value in st.session_state.items() if str(key).startswith(start)
    }


def fill(form: str, values: dict[str, Any]) -> None:
    """Begin a form anew with these values, and forget what was wrong with the last ones."""
    for name in typed(form):
        del st.session_state[key_of(form, name)]
    for name, value in values.items():
        st.session_state[key_of(form, name)] = value
    st.session_state.pop(_tried(form), None)
    act.forget(form)


def field(form: str, name: str, draw: Callable[[str], object], guidance: str = "") -> None:
    """Draw one widget, given its key, and under it what is wrong with it, or how to fill it in."""
    errors = _errors(form)
    with place(form, name):
        draw(key_of(form, name))
        if name in errors or guidance:
            html.draw("form_hint", guidance=guidance, owed="", errors=[errors[name]] if name in errors else [])


def place(form: str, name: str) -> DeltaGenerator:
    """Return the place of a field, marked where something is wrong with it."""
    return st.container(key=f"{'wrong' if name in _errors(form) else 'field'}_{key_of(form, name)}", gap=None)


def errors_of(form: str, names: Sequence[str]) -> None:
    """Draw what is wrong with fields that stand in one row, under the row."""
    found = [_errors(form)[name] for name in names if name in _errors(form)]
    if found:
        html.draw("form_hint", guidance="", owed="", errors=list(dict.fromkeys(found)))


def read(fields: dict[str, str], name: str, how: Callable[[], T]) -> T | None:
    """Return what was read, or None with the sentence kept under the field's name."""
    try:
        return how()
    except Refusal as refused:
        fields[name] = refused.sentence
        return None


def refuse(fields: dict[str, str]) -> None:
    """Refuse what was typed, if anything of it could not be read."""
    if fields:
        raise Refusal(" ".join(dict.fromkeys(fields.values())), fields=fields)


def instant_in(text: object, zone: tzinfo) -> datetime:
    """Return the instant typed as 2026-12-01 or 2026-12-01 09:00 in a zone."""
    return instant.read(str(text).strip(), zone=zone)


def shown(at: datetime, zone: tzinfo) -> str:
    """Return an instant as `instant_in` takes it."""
    return f"{at.astimezone(zone):{instant.SHOW}}"


def dry_run(form: str, change: Callable[..., object], *args: object) -> None:
    """Try `change(store, typed, *args, actor=, now=)` and keep what it says would change; for callbacks."""
    st.session_state.pop(_tried(form), None)
    found = act.configure(change, typed(form), *args, form=form, said=NOTHING_SAVED)
    if found is not None:
        st.session_state[_tried(form)] = (repr(sorted(typed(form).items())), found)


def tried(form: str) -> Any:  # noqa: ANN401 – whatever the form's change returns
    """Return what the last dry run found, while the form still says what was tried."""
    kept: tuple[str, Any] | None = st.session_state.get(_tried(form))
    return kept[1] if kept and kept[0] == repr(sorted(typed(form).items())) else None


def show_moves(moves: Sequence[Move], zone: tzinfo) -> None:
    """Draw which running clocks would move and by how much."""
    now = data.now()
    late = sum(1 for move in moves if move.new_due_at and move.new_due_at < now <= (move.due_at or now))
    rows = [
        {
            "case": reference(move.case),
            "promise": move.promise,
            "target": f"{duration(move.target)} to {duration(move.new_target)}",
            "before": moment(move.due_at, zone, now=now) if move.due_at else "held",
            "after": moment(move.new_due_at, zone, now=now) if move.new_due_at else "held",
            "by": _by(move.by),
        }
        for move in sorted(moves, key=lambda move: move.by or timedelta())[:MOVES_SHOWN]
    ]
    earlier = sum(1 for move in moves if move.by and move.by < timedelta())
    html.draw("admin_moves", count=len(moves), earlier=earlier, late=late, rows=rows, more=len(moves) - len(rows))


def _by(span: timedelta | None) -> str:
    if not span:
        return ""
    return f"{duration(span)} {'later' if span > timedelta() else 'earlier'}"


def _errors(form: str) -> dict[str, str]:
    refused = act.refusal(form)
    return refused.fields if refused else {}


def _tried(form: str) -> str:
    return f"tried-{form}"
