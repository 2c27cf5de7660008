"""The form that sets a row of the matrix or ends one: tried first, then saved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from caselight.core.matrix import TIERS, Row
from caselight.core.matrix_defaults import ROWS, TOLD
from caselight.core.matrix_trial import Trial
from caselight.core.priority import Priority
from caselight.core.records.register import TYPES
from caselight.services import matrix, matrix_trial
from caselight.store.engine import Store
from caselight.ui import act, admin_form, admin_trial, data, html, matrix_text, matrix_words
from caselight.ui.matrix_words import ANY_CLIENT, ANY_PRIORITY, ANY_TEAM, ANY_TYPE, Names

FORM, END_FORM = "admin_matrix", "admin_matrix_end"
NEW = 0
PICKED = "matrix_picked"
INSTANT = "2026-12-01 09:00"
Typed = dict[str, Any]


def show(rows: Sequence[Row], names: Names, at: datetime) -> None:
    """Draw the form, what a dry run said, and the ways to save."""
    html.draw("admin_matrix_next", zone=str(data.zone()))
    known = {row.id: row for row in rows if row.id and (row.valid_until is None or row.valid_until > at)}
    _begin(known, names)
    if refused := act.refusal(FORM):
        html.draw("refusal", sentence="Look at the marked fields." if refused.fields else refused.sentence)
    _fields(names)
    st.button("Try it", key="matrix_try", on_click=admin_form.dry_run, args=(FORM, _try, names))
    trial: Trial | None = admin_form.tried(FORM)
    if trial is not None:
        admin_trial.show(trial, names)
        st.button("Set the row", type="primary", key="matrix_save", on_click=_save, args=(names,))


def _begin(known: dict[int, Row], names: Names) -> None:
    """Let the form begin with a row there is; such a one can also be ended."""
    if not admin_form.typed(FORM):
        _fill(ROWS[0], names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            "Begin with",
            [NEW, *sorted(known)],
            key=PICKED,
            format_func=lambda number: matrix_words.about(known[number], names) if number in known else "A new row",
            on_change=_pick,
            args=(known, names),
            width=420,
        )
        if picked in known:
            _end(known[picked], names)


def _end(row: Row, names: Names) -> None:
    with st.popover("End this row", key="matrix_end"):
        admin_form.field(
            END_FORM,
            "ends_at",
            lambda key: st.text_input("Holds until", key=key, placeholder="now"),
            "Empty: until now. What was escalated under it keeps it.",
        )
        st.button("Try ending it", key="matrix_end_try", on_click=admin_form.dry_run, args=(END_FORM, _try_end, row.id))
        trial: Trial | None = admin_form.tried(END_FORM)
        if trial is not None:
            admin_trial.show(trial, names)
            st.button("End the row", type="primary", key="matrix_end_save", on_click=_save_end, args=(row.id, names))


def _fields(names: Names) -> None:
    choices: tuple[tuple[str, str, list[Any]], ...] = (
        ("client_id", "Client", [ANY_CLIENT, *names.clients.values()]),
        ("record_type", "Record type", [ANY_TYPE, *(record.title for record in TYPES.values())]),
        ("priority", "Priority", [ANY_PRIORITY, *(priority.code for priority in Priority)]),
        ("tier", "At tier", list(TIERS)),
        ("hours", "Counted in", [matrix_text.ROUND_THE_CLOCK, matrix_text.CLIENT_HOURS]),
        ("team_id", "Calls", [ANY_TEAM, *names.teams.values()]),
        ("next_tier", "Then", [matrix_text.tier_name(tier) for tier in (None, *TIERS[1:])]),
    )
    for column, choice in zip(st.columns(4, gap="small"), choices[:4], strict=True):
        with column:
            _select(*choice)
    acknowledge, resolve, *others = st.columns(5, gap="small")
    with acknowledge:
        _text("acknowledge_minutes", "Acknowledge in", placeholder="1h 30m")
    with resolve:
        _text("resolve_minutes", "Resolve in", placeholder="8h")
    for column, choice in zip(others, choices[4:], strict=True):
        with column:
            _select(*choice)
    _thresholds_and_span()


def _thresholds_and_span() -> None:
    told, since, until = st.columns([2, 1, 1], gap="small")
    with told:
        admin_form.field(
            FORM,
            "thresholds",
            lambda key: st.text_area("Who is told at which share of a promise", key=key, height=150),
            f"One share a line, such as 75% owner, lead; 100% is the breach. To be told: {', '.join(TOLD)}.",
        )
    with since:
        _text("valid_from", "Holds from", placeholder=INSTANT, guidance="Empty: from now on.")
    with until:
        _text("valid_until", "Holds until", placeholder=INSTANT, guidance="Empty: until a newer row about the same.")


def _select(name: str, label: str, options: list[Any]) -> None:
    admin_form.field(FORM, name, lambda key: st.selectbox(label, options, key=key))


def _text(name: str, label: str, *, placeholder: str, guidance: str = "") -> None:
    admin_form.field(FORM, name, lambda key: st.text_input(label, key=key, placeholder=placeholder), guidance)


def _fill(row: Row, names: Names) -> None:
    admin_form.fill(FORM, matrix_text.typed(row, names, zone=data.zone(), now=data.now()))
    admin_form.fill(END_FORM, {})


def _pick(known: dict[int, Row], names: Names) -> None:
    _fill(known.get(st.session_state[PICKED], ROWS[0]), names)


def _try(store: Store, said: Typed, names: Names, **who: Any) -> Trial:  # noqa: ANN401 – actor and now
    return matrix_trial.try_row(store, matrix_text.row(said, names, zone=data.zone(), now=who["now"]), **who)


def _try_end(store: Store, said: Typed, row_id: int, **who: Any) -> Trial:  # noqa: ANN401 – actor and now
    return matrix_trial.try_end(store, row_id, at=_end_of(said, who["now"]), **who)


def _save(names: Names) -> None:
    def change(store: Store, said: Typed, **who: Any) -> int:  # noqa: ANN401 – actor and now
        return matrix.set_row(store, matrix_text.row(said, names, zone=data.zone(), now=who["now"]), **who)

    if act.configure(change, admin_form.typed(FORM), form=FORM, said="The row is set."):
        _begin_anew(names)


def _save_end(row_id: int, names: Names) -> None:
    def change(store: Store, said: Typed, **who: Any) -> bool:  # noqa: ANN401 – actor and now
        matrix.end_row(store, row_id, at=_end_of(said, who["now"]), **who)
        return True

    if act.configure(change, admin_form.typed(END_FORM), form=END_FORM, said="The row is ended."):
        _begin_anew(names)


def _begin_anew(names: Names) -> None:
    st.session_state[PICKED] = NEW
    _fill(ROWS[0], names)


def _end_of(said: Typed, now: datetime) -> datetime:
    text = str(said.get("ends_at") or "").strip()
    fields: dict[str, str] = {}
    at = admin_form.read(fields, "ends_at", lambda: admin_form.instant_in(text, data.zone())) if text else now
    admin_form.refuse(fields)
    return at or now
