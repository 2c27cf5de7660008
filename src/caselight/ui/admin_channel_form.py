"""The form for a channel: added, changed, switched off, tried out."""

from functools import partial
from typing import Any

import streamlit as st

from caselight.core.notice_kinds import KINDS as NOTICES
from caselight.core.people import Principal
from caselight.services.channels import kept
from caselight.services.channels.kept import ROLES, Draft
from caselight.services.channels.register import KINDS
from caselight.store import agreements
from caselight.store.engine import Store
from caselight.store.outbox import ChannelRow
from caselight.ui import act, admin_form, data, html

FORM, TEST = "admin_channel", "channel_test"
NEW, ANY_CLIENT, NEVER_QUIET = "A new channel", "Any client", "Never: send at any hour"
BEGIN = {"kinds": list(NOTICES), "is_active": True, "client_id": ANY_CLIENT, "calendar_id": NEVER_QUIET}
Ids = dict[str, int]


def show(me: Principal, rows: dict[str, ChannelRow]) -> None:
    """Draw the form for a new channel or for the one picked."""
    if not admin_form.typed(FORM):
        admin_form.fill(FORM, BEGIN)
    picked = st.selectbox("Change", [NEW, *rows], key="channel_picked", on_change=_pick, args=(rows,))
    row = rows.get(picked)
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    _way(row)
    clients = {each.name: each.id for each in data.read(agreements.clients, me.scope)}
    calendars = {each.name: each.id for each in reversed(data.read(agreements.calendars, me.scope))}
    _what(clients, calendars)
    with st.container(horizontal=True):
        st.button("Save", type="primary", key="channel_save", on_click=_save, args=(row, clients, calendars))
        if row:
            st.button("Send a test", key="channel_test", on_click=_test, args=(row,))
    if refused := act.refusal(TEST):
        html.draw("refusal", sentence=refused.sentence)


def _way(row: ChannelRow | None) -> None:
    """Draw what the channel is and where it leads; an address that is kept is never shown again."""
    admin_form.field(FORM, "name", lambda key: st.text_input("Name", key=key, placeholder="Network desk"))
    admin_form.field(FORM, "kind", lambda key: st.segmented_control("Kind", list(KINDS), key=key))
    kind = KINDS.get(admin_form.typed(FORM).get("kind") or "")
    if kind is None:
        return
    keeps = f"Empty keeps the one there is: {row.shown}" if row and row.kind == kind.name else ""
    admin_form.field(
        FORM,
        "address",
        lambda key: st.text_input(kind.asks, key=key, placeholder=kind.example, autocomplete="off"),
        keeps or "It is kept, and shown here only in part." if kind.name != "e-mail" else keeps,
    )


def _what(clients: Ids, calendars: Ids) -> None:
    """Draw whom and what it is for."""
    choices = {
        "client_id": ("Client", [ANY_CLIENT, *clients], ""),
        "calendar_id": ("Quiet outside", [NEVER_QUIET, *calendars], "What is urgent is sent at any hour."),
    }
    admin_form.field(
        FORM,
        "kinds",
        lambda key: st.multiselect("Carries", list(NOTICES), key=key, format_func=lambda kind: NOTICES[kind].title),
    )
    admin_form.field(
        FORM,
        "told",
        lambda key: st.multiselect("Roles told", ROLES, key=key, placeholder="Any"),
        "Only what one of these roles is told; empty for everything.",
    )
    for name, (label, offered, guidance) in choices.items():
        admin_form.field(FORM, name, partial(_select, label, offered), guidance)
    admin_form.field(
        FORM, "is_urgent_only", lambda key: st.checkbox("Urgent ones only: P1 and urgent escalations", key=key)
    )
    admin_form.field(FORM, "is_active", lambda key: st.checkbox("In use", key=key))


def _select(label: str, offered: list[str], key: str) -> None:
    st.selectbox(label, offered, key=key)


def _pick(rows: dict[str, ChannelRow]) -> None:
    row = rows.get(st.session_state["channel_picked"])
    act.forget(TEST)
    if row is None:
        admin_form.fill(FORM, BEGIN)
        return
    asked = {name: getattr(row, name) for name in ("name", "kind", "told", "kinds", "is_urgent_only", "is_active")}
    asked |= {"client_id": row.client or ANY_CLIENT, "calendar_id": row.calendar or NEVER_QUIET}
    admin_form.fill(FORM, asked)


def _save(row: ChannelRow | None, clients: Ids, calendars: Ids) -> None:
    said = admin_form.typed(FORM)

    def change(store: Store, said: dict[str, Any], **who: Any) -> int:  # noqa: ANN401 – actor and now
        draft = Draft(
            name=said["name"],
            kind=said.get("kind") or "",
            address=said.get("address") or "",
            client_id=clients.get(said["client_id"]),
            told=tuple(said.get("told") or ()),
            kinds=tuple(said["kinds"]),
            is_urgent_only=said["is_urgent_only"],
            calendar_id=calendars.get(said["calendar_id"]),
            is_active=said["is_active"],
        )
        return kept.save(store, draft, settings=data.settings(), channel_id=row.id if row else None, **who)

    if act.configure(change, said, form=FORM, said=f"{said['name']} is saved."):
        st.session_state[admin_form.key_of(FORM, "address")] = ""
        if row is None:
            admin_form.fill(FORM, BEGIN)


def _test(row: ChannelRow) -> None:
    act.configure(_try_out, row.id, form=TEST, said=f"A test has left by {row.name}.")


def _try_out(store: Store, channel_id: int, **who: Any) -> bool:  # noqa: ANN401 – actor and now
    kept.try_out(store, channel_id, settings=data.settings(), **who)
    return True
