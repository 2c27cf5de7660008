"""The tab of contracts: a client's versions, and the form for the next one, tried before it is saved."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core import spans, type_targets
from caselight.core.people import Principal
from caselight.core.type_targets import TypeTarget
from caselight.core.wording import moment
from caselight.services import clients
from caselight.store import agreements
from caselight.store.agreements import ClientRow, TargetRow, VersionRow
from caselight.ui import act, admin_contract_form, admin_form, data, html
from caselight.ui.admin_contract_form import FORM, PRIORITIES, PROMISES, ROUND_THE_CLOCK, TYPES

BEGUN = "contract_begun_for"


def show(me: Principal) -> None:
    """Draw the client's versions above the form for the next."""
    rows = {row.name: row for row in data.read(agreements.clients, me.scope)}
    if not rows:
        html.draw("notice", text="No client yet. Add one under Clients first.")
        return
    with st.container(key="panel_contract"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            name = st.selectbox("Client", list(rows), key="contract_client", width=320)
            client = rows[name]
            _names_staff(client)
        zone = ZoneInfo(client.zone)
        versions = data.read(agreements.versions, me.scope, client.id)
        calendars = {row.id: row.name for row in data.read(agreements.calendars, me.scope)}
        targets = data.read(agreements.targets, me.scope, versions[0].id) if versions else []
        html.draw(
            "admin_contract", versions=[_version(row, zone) for row in versions], promises=_promised(targets, calendars)
        )
    _begin(client, versions, targets, calendars)
    with st.container(key="panel_contract_form"):
        admin_contract_form.show(client, calendars, targets)


def _names_staff(client: ClientRow) -> None:
    """Draw whether the client's own people read our names; it is of the client, not of a version, and holds at once."""
    key = f"names_staff_{client.id}"
    st.session_state[key] = client.names_staff
    label = "The client's own people see the names of our staff"
    st.checkbox(label, key=key, on_change=_name_staff, args=(client, key))
    if refused := act.refusal(key):
        html.draw("refusal", sentence=refused.sentence)


def _name_staff(client: ClientRow, key: str) -> None:
    names = bool(st.session_state[key])
    said = f"{client.name}'s own people {'see' if names else 'do not see'} the names of our staff."
    act.configure(clients.name_staff, client.id, form=key, said=said, names=names)


def _begin(client: ClientRow, versions: list[VersionRow], targets: list[TargetRow], calendars: dict[int, str]) -> None:
    """Begin the form with what the newest version says, whenever another client or a newer version is at hand."""
    newest = versions[0] if versions else None
    about = (client.id, newest.id if newest else None)
    if st.session_state.get(BEGUN) == about and admin_form.typed(FORM):
        return
    st.session_state[BEGUN] = about
    kept = {(row.promise, row.priority): row for row in targets if not row.record_type}
    values: dict[str, object] = {
        "valid_from": "",
        "percent": f"{newest.percent / 10:g}" if newest else "90",
        "retention_months": str(newest.retention_months if newest else 24),
        "waiting_pauses": newest.waiting_pauses if newest else True,
        "contact": newest.contact if newest else "",
        "contact_told": newest.contact_told if newest else [],
    }
    for priority in PRIORITIES:
        places = [row.calendar_id for (_, of), row in kept.items() if of == priority]
        place = next((each for each in places if each), None)
        values[f"calendar:{priority}"] = calendars[place] if place else ROUND_THE_CLOCK
        for promise in PROMISES:
            row = kept.get((promise, priority))
            values[f"{promise}:{priority}"] = spans.write(row.minutes) if row else ""
    for promise in PROMISES:
        values[f"clause:{promise}"] = next((row.clause for (of, _), row in kept.items() if of == promise), "")
    of_types = [row for row in targets if row.record_type]
    values[TYPES] = type_targets.write(
        TypeTarget(row.record_type, row.promise, row.priority, row.minutes) for row in of_types
    )
    admin_form.fill(FORM, values)


def _version(row: VersionRow, zone: tzinfo) -> dict[str, str]:
    now: datetime = data.now()
    return {
        "from": moment(row.valid_from, zone, now=now),
        "state": "begins later" if row.valid_from > now else "",
        "percent": f"{row.percent / 10:g}%",
        "waiting": "holds the resolution clock" if row.waiting_pauses else "holds no clock",
        "retention": f"{row.retention_months} months",
        "contact": row.contact or "nobody",
    }


def _promised(targets: list[TargetRow], calendars: dict[int, str]) -> list[dict[str, object]]:
    """Return one line for each promise and record type, a cell for each priority."""
    lines: dict[tuple[str, str], dict[int, TargetRow]] = {}
    for row in targets:
        lines.setdefault((row.promise, row.record_type), {})[row.priority] = row
    return [
        {
            "promise": promise[:1].upper() + promise[1:],
            "record_type": record_type.replace("_", " "),
            "clause": next((row.clause for row in cells.values() if row.clause), ""),
            "cells": [_cell(cells.get(priority), calendars) for priority in PRIORITIES],
        }
        for (promise, record_type), cells in sorted(
            lines.items(), key=lambda pair: (PROMISES.index(pair[0][0]), pair[0][1])
        )
    ]


def _cell(row: TargetRow | None, calendars: dict[int, str]) -> tuple[str, str]:
    if row is None:
        return "none", ""
    return spans.write(row.minutes), calendars[row.calendar_id] if row.calendar_id else ROUND_THE_CLOCK
