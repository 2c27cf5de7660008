"""One change to all cases of a filtered list: chosen, tried, done, and taken back within a minute."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.priority import Priority
from caselight.core.wording import reference
from caselight.services import batch
from caselight.services.batch import ACTS, MOST, Batch, Outcome
from caselight.store import batch as reads
from caselight.store import caselist, suggest
from caselight.store.caselist import Wanted
from caselight.ui import act, data, html
from caselight.ui.filters import Asked

FORM, OPEN, TRIED, DONE, BACK = "bulk", "bulk_is_open", "bulk_tried", "bulk_done", "bulk_back"
UNDO_WITHIN = timedelta(seconds=60)
SHOWN = 8


class Tried(NamedTuple):
    """A batch with what would become, or became, of each case."""

    batch: Batch
    outcomes: list[Outcome]
    at: datetime


@st.fragment
def show(me: Principal, asked: Asked, wanted: Wanted) -> None:
    """Draw the button that opens it, for whoever may change many cases; then its form, its preview or its result."""
    if not me.may(Right.ANY_TEAM):
        return
    if not st.session_state.get(OPEN):
        st.button("Change all of these", type="tertiary", key="bulk_open", on_click=_turn, args=(True,))
        return
    with st.container(key="panel_bulk"):
        if done := st.session_state.get(DONE):
            _done(done)
        else:
            _form(asked, wanted)
        if refused := act.refusal(FORM):
            html.draw("refusal", sentence=refused.sentence)


def _form(asked: Asked, wanted: Wanted) -> None:
    total = data.read(caselist.total, asked.scope, wanted)
    html.draw("bulk_head", total=total, most=MOST, is_many=total > MOST)
    with st.container(horizontal=True, vertical_alignment="bottom", key="bulk_row"):
        names = {each.label: name for name, each in ACTS.items()}
        what = names[st.selectbox("What", list(names), key="bulk_act", width=210, on_change=_forget)]
        value = VALUES[what](asked) if what in VALUES else None
        note = st.text_input("Note", key="bulk_note", placeholder="What everybody reads on the timeline", max_chars=300)
        is_ready = 0 < total <= MOST and (value is not None if what in VALUES else bool(note.strip()))
        given = (asked, wanted, what, value, note)
        st.button("Try it", key="bulk_try", disabled=not is_ready, on_click=_try, args=given)
        st.button("Give up", type="tertiary", key="bulk_close", on_click=_turn, args=(False,))
    tried: Tried | None = st.session_state.get(TRIED)
    if tried and (tried.batch.act, tried.batch.value, tried.batch.note) == (what, value, note.strip()):
        _told(tried, "would be changed", "would be refused")
        ready = sum(not one.refused for one in tried.outcomes)
        label = f"Change {ready} case{'s' * (ready != 1)}"
        st.button(label, type="primary", key="bulk_do", disabled=not ready, on_click=_do, args=(tried,))


def _done(done: Tried) -> None:
    taken_back = st.session_state.get(BACK)
    _told(taken_back or done, "taken back" if taken_back else "changed", "refused")
    with st.container(horizontal=True, key="bulk_end"):
        if not taken_back and data.now() - done.at < UNDO_WITHIN and any(one.seq for one in done.outcomes):
            st.button("Undo all", key="bulk_undo", on_click=_undo, args=(done,))
        st.button("Close", key="bulk_close", on_click=_turn, args=(False,))


def _told(tried: Tried, done: str, refused: str) -> None:
    right = [one for one in tried.outcomes if not one.refused]
    wrong = [(reference(one.number), one.title, one.refused) for one in tried.outcomes if one.refused]
    names = [reference(one.number) for one in right]
    html.draw("bulk_told", names=names, wrong=wrong, done=done, refused=refused, shown=SHOWN)


def _team(asked: Asked) -> int | None:
    teams = {f"{team.name}, tier {team.tier}": team.id for team in data.read(suggest.teams, asked.scope)}
    return teams.get(_pick("Team", list(teams)))


def _person(asked: Asked) -> tuple[int, int] | None:
    """Draw the people of the clients in the filter; who has no team cannot be handed a case."""
    clients = data.read(suggest.clients, asked.scope)
    found = {person for client in clients for person in data.read(suggest.people, asked.scope, client.id)}
    people = {each.name: (each.team_id, each.id) for each in sorted(found, key=lambda one: one.name) if each.team_id}
    return people.get(_pick("Person", list(people)))


def _priority(_asked: Asked) -> int | None:
    said = {each.label: each.value for each in Priority}
    return said.get(_pick("Priority", list(said)))


def _step(_asked: Asked) -> str | None:
    return st.text_input("Next step", key="bulk_step", max_chars=300, width=260).strip() or None


def _pick(label: str, options: list[str]) -> str:
    return st.selectbox(label, options, index=None, key=f"bulk_{label.lower()}", placeholder="Choose", width=220) or ""


VALUES: dict[str, Callable[[Asked], Any]] = {
    "hand off": _team,
    "owner": _person,
    "priority": _priority,
    "next step": _step,
}


def _try(asked: Asked, wanted: Wanted, what: str, value: Any, note: str) -> None:  # noqa: ANN401 – each act has its own
    """Take the cases as they stand now, and see what would become of each."""
    data.look_again()
    cases = data.read(reads.chosen, asked.scope, wanted, most=MOST + 1)
    one = Batch(uuid4().hex, what, value, note.strip(), tuple(cases))
    _keep(TRIED, one, act.configure(batch.rehearse, one, form=FORM, said=f"{len(cases)} cases tried; none changed."))


def _do(tried: Tried) -> None:
    fit = tuple(case for case, one in zip(tried.batch.cases, tried.outcomes, strict=True) if not one.refused)
    one = Batch(tried.batch.request, tried.batch.act, tried.batch.value, tried.batch.note, fit)
    _keep(DONE, one, act.configure(batch.perform, one, form=FORM, said=f"{len(fit)} cases: done as listed."))


def _undo(done: Tried) -> None:
    said = "Taken back as listed. The log keeps both."
    _keep(BACK, done.batch, act.configure(batch.take_back, done.batch, done.outcomes, form=FORM, said=said))


def _keep(key: str, one: Batch, outcomes: Sequence[Outcome] | None) -> None:
    if outcomes is not None:
        st.session_state[key] = Tried(one, list(outcomes), data.now())


def _forget() -> None:
    st.session_state.pop(TRIED, None)
    act.forget(FORM)


def _turn(is_open: bool) -> None:  # noqa: FBT001 – a callback's argument
    _forget()
    st.session_state[OPEN] = is_open
    for key in (DONE, BACK):
        st.session_state.pop(key, None)
