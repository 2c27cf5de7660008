"""The form of a problem: a new one, or what is said of the one chosen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from caselight.core.people import Principal
from caselight.core.records import RootCause, loggable
from caselight.services import problems
from caselight.services.problems import Draft
from caselight.store import suggest
from caselight.store.engine import Store
from caselight.store.problems import ProblemRow
from caselight.ui import act, admin_form, data, html

FORM = "problem"
BEGUN = "problem_begun"  # which problem the form was begun with, and the version seen then
NOBODY, UNKNOWN, NO_SERVICE = "Nobody yet", "Unknown yet", "No service in particular"
TYPES = {record.title: record.key for record in loggable()}
CAUSES = {cause.label: cause.value for cause in RootCause}
Typed = dict[str, Any]


def show(me: Principal, row: ProblemRow | None) -> None:
    """Draw the form; it is begun anew whenever another problem is chosen."""
    _begin(row)
    note = row.client if row else "what keeps coming back"
    html.draw("form_section", title=f"Problem {row.id}" if row else "New problem", note=note)
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    client, people = _who(me, row)
    _action()
    with st.container(horizontal=True):
        st.button("Save", type="primary", key="problem_save", on_click=_save, args=(client, row, people))
        if row:
            _ends(row)


def _who(me: Principal, row: ProblemRow | None) -> tuple[int, dict[str, int]]:
    """Draw what is said of the problem itself; return its client, and who may own it."""
    clients = {client.name: client.id for client in data.read(suggest.clients, me.scope)}
    if row is None:
        _choice("client_id", "Client", list(clients))
    asked = admin_form.typed(FORM).get("client_id") or next(iter(clients), "")
    client = row.client_id if row else clients.get(asked, 0)
    people = {person.name: person.id for person in data.read(suggest.people, me.scope, client)}
    admin_form.field(
        FORM, "title", lambda key: st.text_input("What keeps coming back", key=key, max_chars=problems.TITLE)
    )
    _choice("record_type", "Record type", list(TYPES))
    _choice("service", "Service", [NO_SERVICE, *data.read(suggest.services, me.scope, client)])
    _choice("root_cause", "Root cause", [UNKNOWN, *CAUSES])
    _choice("owner_id", "Owner", [NOBODY, *people])
    return client, people


def _begin(row: ProblemRow | None) -> None:
    if st.session_state.get(BEGUN, ("", 0))[0] != (row.id if row else None):
        _fill(row)


def _fill(row: ProblemRow | None) -> None:
    st.session_state[BEGUN] = (row.id, row.version) if row else (None, 0)
    if row is None:
        admin_form.fill(FORM, {})
        return
    titles, causes = ({key: label for label, key in names.items()} for names in (TYPES, CAUSES))
    zone = data.zone()
    admin_form.fill(
        FORM,
        {
            "title": row.title,
            "record_type": titles.get(row.record_type, next(iter(TYPES))),
            "service": row.service or NO_SERVICE,
            "root_cause": causes.get(row.root_cause or "", UNKNOWN),
            "owner_id": row.owner or NOBODY,
            "action": row.action,
            "action_due_at": admin_form.shown(row.action_due_at, zone) if row.action_due_at else "",
            "effective_at": admin_form.shown(row.effective_at, zone) if row.effective_at else "",
        },
    )


def _choice(name: str, label: str, options: list[str]) -> None:
    admin_form.field(FORM, name, lambda key: st.selectbox(label, options, key=key))


def _action() -> None:
    admin_form.field(
        FORM,
        "action",
        lambda key: st.text_area("Corrective action", key=key, height=80),
        "What is done so that it does not come again.",
    )
    one, other = st.columns(2, gap="small")
    year = f"{data.now():%Y}"
    with one:
        admin_form.field(
            FORM, "action_due_at", lambda key: st.text_input("To be in effect by", key=key, placeholder=f"{year}-12-01")
        )
    with other:
        admin_form.field(
            FORM,
            "effective_at",
            lambda key: st.text_input("In effect since", key=key, placeholder=f"{year}-11-20 09:00"),
        )


def _ends(row: ProblemRow) -> None:
    label, change, said = (
        ("Reopen", problems.reopen, "open again") if row.closed_at else ("Close", problems.close, "closed")
    )
    st.button(label, key="problem_end", on_click=_end, args=(row.id, change, f"Problem {row.id} is {said}."))


def _end(number: int, change: Callable[..., int], said: str) -> None:
    if done := act.configure(change, number, form=FORM, said=said, seen=_seen()):
        st.session_state[BEGUN] = (number, done)


def _save(client: int, row: ProblemRow | None, people: dict[str, int]) -> None:
    said = admin_form.typed(FORM)
    if row is None:
        number = act.configure(_add, said, client, people, form=FORM, said="The problem is kept. Link its cases below.")
        if number:
            st.query_params["id"] = str(number)
        return
    told = f"Problem {row.id} is saved."
    if done := act.configure(_change, said, people, row.id, form=FORM, said=told, seen=_seen()):
        st.session_state[BEGUN] = (row.id, done)


def _add(store: Store, said: Typed, client: int, people: dict[str, int], **who: Any) -> int:  # noqa: ANN401 – actor and now
    return problems.begin(store, client, _draft(said, people), **who)


def _change(store: Store, said: Typed, people: dict[str, int], number: int, **who: Any) -> int:  # noqa: ANN401 – actor, now and the version seen
    return problems.change(store, number, _draft(said, people), **who)


def _draft(said: Typed, people: dict[str, int]) -> Draft:
    """Return what was typed as a draft; refuse instants that cannot be read, beside their fields."""
    wrong: dict[str, str] = {}
    instants = {name: _instant(wrong, name, str(said[name] or "")) for name in ("action_due_at", "effective_at")}
    admin_form.refuse(wrong)
    service = said["service"]
    return Draft(
        title=str(said["title"] or ""),
        record_type=TYPES.get(said["record_type"], ""),
        service=None if service == NO_SERVICE else service,
        root_cause=CAUSES.get(said["root_cause"]),
        owner_id=people.get(said["owner_id"]),
        action=str(said["action"] or ""),
        **instants,
    )


def _instant(wrong: dict[str, str], name: str, typed: str) -> datetime | None:
    if not typed.strip():
        return None
    return admin_form.read(wrong, name, lambda: admin_form.instant_in(typed, data.zone()))


def _seen() -> int:
    return int(st.session_state[BEGUN][1])
