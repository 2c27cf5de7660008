"""The tab of API keys: which programs may report, and when each last did."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from caselight.core.people import Principal
from caselight.core.wording import age, date
from caselight.services import keys
from caselight.services.keys import Key
from caselight.store import suggest
from caselight.ui import act, admin_form, data, html

FORM = "admin_key"
MADE = "key_made"
NEW = "A new source"
HINT = "What its cases carry: small letters, digits, dots and dashes."


def show(me: Principal) -> None:
    """Draw the keys beside the form that makes and revokes one."""
    rows = data.read(keys.every, me.scope)
    left, right = st.columns([1.95, 1], gap="small")
    with left, st.container(key="panel_keys"):
        html.draw("admin_keys", rows=[line(row, data.now()) for row in rows])
    with right, st.container(key="panel_key"):
        _form(me, rows)


def line(row: Key, now: datetime) -> dict[str, object]:
    """Return a key in words."""
    zone = data.zone()
    return {
        "name": row.name,
        "client": row.client,
        "made": f"{date(row.created_at, zone, now=now)} by {row.created_by or 'the command line'}",
        "used": age(row.last_used_at, now, zone) if row.last_used_at else "never",
        "state": f"revoked {date(row.revoked_at, zone, now=now)}" if row.revoked_at else "open",
        "is_over": row.revoked_at is not None,
    }


def _form(me: Principal, rows: Sequence[Key]) -> None:
    known = {row.name: row.client for row in rows if row.revoked_at is None}
    if not admin_form.typed(FORM):
        admin_form.fill(FORM, {"name": ""})
    if made := st.session_state.get(MADE):
        name, key = made
        html.draw("admin_key_made", name=name)
        st.code(key, language=None, wrap_lines=True)
    picked = st.selectbox("Change", [NEW, *known], key="key_picked", on_change=_pick)
    if (refused := act.refusal(FORM)) and not refused.fields:
        html.draw("refusal", sentence=refused.sentence)
    if picked in known:
        _acts(picked, known[picked])
        return
    names = [client.name for client in data.read(suggest.clients, me.scope)]
    limit = 40
    admin_form.field(
        FORM,
        "name",
        lambda key: st.text_input("Source", key=key, placeholder="uptime-north", max_chars=limit),
        HINT,
    )
    admin_form.field(FORM, "client", lambda key: st.selectbox("Reports for", names, key=key))
    st.button("Make the key", type="primary", key="key_make", on_click=_make)


def _acts(name: str, client: str) -> None:
    """Draw what can be done with a source that holds a key; taking it away is asked once more."""
    html.draw("admin_key_next", name=name, client=client)
    with st.container(horizontal=True, key="key_acts"):
        st.button("Make another key", key="key_next", on_click=_another, args=(name, client))
        with st.popover("Revoke", key="key_ask"):
            html.draw("admin_key_revoke", name=name)
            st.button("Revoke now", key="key_revoke", on_click=_revoke, args=(name,))


def _pick() -> None:
    st.session_state.pop(MADE, None)
    act.forget(FORM)


def _make() -> None:
    said = admin_form.typed(FORM)
    _another(said["name"].strip(), said["client"])
    if MADE in st.session_state:
        admin_form.fill(FORM, {"name": "", "client": said["client"]})


def _another(name: str, client: str) -> None:
    st.session_state.pop(MADE, None)
    made: str | None = act.configure(keys.make, name, form=FORM, said=f"The key of {name} is made.", client=client)
    if made:
        st.session_state[MADE] = (name, made)


def _revoke(name: str) -> None:
    st.session_state.pop(MADE, None)
    act.configure(keys.revoke, name, form=FORM, said=f"The keys of {name} are revoked.")
