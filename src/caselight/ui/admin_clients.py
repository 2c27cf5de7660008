"""The tab of clients: who there is, and a form to add one or correct one."""

from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from caselight.core.people import Principal
from caselight.core.wording import date
from caselight.services import clients
from caselight.services.clients import Draft
from caselight.store import agreements
from caselight.store.agreements import ClientRow
from caselight.store.engine import Store
from caselight.ui import act, admin_form, data, html

FORM = "admin_client"
NEW = "A new client"
NO_HOURS = "None: around the clock"


def show(me: Principal) -> None:
    """Draw the clients beside the form."""
    rows = data.read(agreements.clients, me.scope)
    left, right = st.columns([1.95, 1], gap="small")
    with left, st.container(key="panel_clients"):
        now, zone = data.now(), data.zone()
        lines = [
            (row, f"{row.versions}, newest of {date(row.newest_from, zone, now=now)}" if row.newest_from else "none")
            for row in rows
        ]
        html.draw("admin_clients", rows=lines)
    with right, st.container(key="panel_client"):
        _form(me, {row.name: row for row in rows})


def _form(me: Principal, rows: dict[str, ClientRow]) -> None:
    calendars = {row.name: row.id for row in reversed(data.read(agreements.calendars, me.scope))}
    picked = st.selectbox("Change", [NEW, *rows], key="client_picked", on_change=_pick, args=(rows,))
    admin_form.field(FORM, "name", lambda key: st.text_input("Name", key=key))
    admin_form.field(FORM, "industry", lambda key: st.text_input("Industry", key=key))
    zones = [str(data.zone()), *sorted(available_timezones() - {str(data.zone())})]
    admin_form.field(
        FORM, "zone", lambda key: st.selectbox("Zone", zones, key=key), "The client's own days and nights."
    )
    admin_form.field(
        FORM,
        "calendar",
        lambda key: st.selectbox("Hours", [NO_HOURS, *calendars], key=key),
        "For figures in the client's hours; what a promise counts by stands in the contract.",
    )
    number = rows[picked].id if picked in rows else None
    st.button("Save", type="primary", key="client_save", on_click=_save, args=(number, calendars))


def _pick(rows: dict[str, ClientRow]) -> None:
    row = rows.get(st.session_state["client_picked"])
    kept = {"name": row.name, "industry": row.industry, "zone": row.zone} if row else {}
    admin_form.fill(FORM, {**kept, "calendar": row.calendar if row and row.calendar else NO_HOURS})


def _save(number: int | None, calendars: dict[str, int]) -> None:
    said = admin_form.typed(FORM)

    def change(store: Store, said: dict[str, Any], **who: Any) -> int:  # noqa: ANN401 – actor and now
        calendar_id = calendars.get(said["calendar"])
        draft = Draft(name=said["name"], industry=said["industry"], zone=said["zone"], calendar_id=calendar_id)
        return clients.save(store, draft, client_id=number, **who)

    if act.configure(change, said, form=FORM, said=f"{said['name']} is saved.") and number is None:
        admin_form.fill(FORM, {"calendar": NO_HOURS})
