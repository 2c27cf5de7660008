"""All fields of a new case: the same draft as the line, as a plain form with guidance beside each row."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from caselight.core.oneline import HELP
from caselight.core.priority import Priority, propose
from caselight.core.records import Channel, Record, Standard, Template, form_fields, loggable
from caselight.services import verbs
from caselight.services.desk import Done
from caselight.store import suggest
from caselight.ui import act, data, forms, goes_to, html
from caselight.ui.draft import USUAL_PRIORITY, Known, LogPlan, Plan

FORM = "log"
OPEN = "log_form_open"
FIELDS = {about.name: about for about in form_fields(Standard)}
ROWS = (
    ("title",),
    ("client", "record_type"),
    ("occurred_at", "channel"),
    ("priority", "impact", "urgency"),
    ("customers_affected", "external_id"),
    ("team", "owner"),
    ("service",),
)
TITLES = {record.title: record for record in loggable()}
Saved = Callable[[Done, Mapping[str, Any]], None]


def is_open() -> bool:
    """Say whether the form is open; it then holds the draft, and the line only adds to it."""
    return bool(st.session_state.get(OPEN))


def ways(plan: Plan) -> None:
    """Draw how to say more than the line does: the form, and what the line understands."""
    if not is_open():
        with st.container(horizontal=True, key="all_fields"):
            st.button(
                "All fields", type="tertiary", shortcut="Alt+A", key="all_fields_open", on_click=begin, args=(plan,)
            )
            html.draw("box_fields_note", width="content")
        html.draw("box_help", types=[(record.tags[0], record.title) for record in loggable()], verbs=HELP)


def begin(plan: Plan) -> None:
    """Open the form with what the line has said so far."""
    st.session_state[OPEN] = True
    forms.fill(FORM, Standard, {}, data.zone())
    if isinstance(plan, LogPlan):
        take(plan, everything=True)


def take(plan: LogPlan, *, everything: bool = False) -> None:
    """Put what the line says into the form; at its opening also what is filled in."""
    said = {
        "title": plan.draft.title,
        "client": plan.client.name if plan.client and (everything or plan.draft.client) else "",
        "record_type": plan.record.title if everything or plan.draft.record_type else "",
        "priority": plan.draft.priority.label if plan.draft.priority else "",
        "channel": Channel.parse(plan.channel).label if everything and plan.channel else "",
        "service": plan.service or "",
    }
    for name, value in said.items():
        if value:
            st.session_state[forms.key_of(FORM, name)] = value


def show(now: Known, *, saved: Saved) -> None:
    """Draw the form; Save keeps all text when something is refused."""
    refused = forms.refusal(FORM)
    errors = refused.fields if refused else {}
    record = record_of()
    offers = _offers(now)
    with st.container(key="panel_form"):
        html.draw("form_section", title="Every record", note=proposed() or "the same for every team")
        forms.show_in_rows(FORM, [[FIELDS[name] for name in row] for row in ROWS], offers=offers, errors=errors)
        html.draw("form_hint", guidance=_going(now, record), owed="", errors=[])
        html.draw("form_section", title=record.title, note=record.guidance)
        forms.show_in_rows(FORM, [[about] for about in form_fields(record)], offers=offers, errors=errors)
        with st.container(horizontal=True, key="form_end"):
            st.button("Save case", type="primary", key="form_save", on_click=save, args=(now, saved))
            st.button("Clear draft", key="form_clear", on_click=clear)
            if refused:
                html.draw("refusal", sentence=refused.sentence, width="content")


def record_of() -> type[Record]:
    """Return the type chosen in the form."""
    return TITLES.get(st.session_state.get(forms.key_of(FORM, "record_type")) or "", next(iter(TITLES.values())))


def save(now: Known, saved: Saved) -> None:
    """Log the case of the form."""
    record = record_of()
    typed = [(each, forms.given(FORM, each)) for each in (Standard, record)]
    checked = forms.checked(FORM, typed, now.zone)
    if checked is None:
        return
    standard, details = checked
    given = as_log(standard, record, now)
    done = act.do(verbs.log, form=FORM, **given, details=details)
    if done:
        clear()
        saved(done, given)


def as_log(standard: dict[str, Any], record: type[Record], now: Known) -> dict[str, Any]:
    """Return the standard fields as `log` takes them: names become ids; a time not said is now."""
    clients = {client.name: client.id for client in now.clients}
    teams = {team.name: team.id for team in now.teams}
    client = clients.get(standard.pop("client") or "", 0)
    people = {person.name: person.id for person in data.read(suggest.people, now.me.scope, client)}
    occurred_at = standard.pop("occurred_at")
    standard |= {"occurred_at": datetime.fromisoformat(occurred_at) if occurred_at else None}
    team, owner = teams.get(standard.pop("team") or ""), people.get(standard.pop("owner") or "")
    return standard | {"client_id": client, "record_type": record.key, "team_id": team, "owner_id": owner}


def clear() -> None:
    """Drop the draft and close the form."""
    templates: tuple[type[Template], ...] = (Standard, *TITLES.values())
    for template in templates:
        forms.forget(FORM, template)
    st.session_state.pop(OPEN, None)


def proposed() -> str:
    """Return the priority that impact and urgency propose, as a sentence; empty where one is missing."""
    impact, urgency = (st.session_state.get(forms.key_of(FORM, name)) for name in ("impact", "urgency"))
    return f"{impact} × {urgency.lower()} proposes {propose(impact, urgency).label}." if impact and urgency else ""


def _going(now: Known, record: type[Record]) -> str:
    """Return where the case goes as the form stands: to the team chosen, else as the rules say."""
    said = {name: st.session_state.get(forms.key_of(FORM, name)) or "" for name in ("team", "client", "priority")}
    if said["team"]:
        return f"Goes to {said['team']}, as you chose."
    client = next((client.id for client in now.clients if client.name == said["client"]), 0)
    went = goes_to.told(now, client_id=client, record_type=record.key, priority=_priority(said["priority"]))
    return f"Goes to {went.where}: {went.why}." if went else ""


def _priority(chosen: str) -> int:
    impact, urgency = (st.session_state.get(forms.key_of(FORM, name)) for name in ("impact", "urgency"))
    if not chosen and impact and urgency:
        return propose(impact, urgency)
    return Priority.parse(chosen) if chosen else USUAL_PRIORITY


def _offers(now: Known) -> dict[str, list[str]]:
    name = st.session_state.get(forms.key_of(FORM, "client"))
    client = next((client.id for client in now.clients if client.name == name), 0)
    return {
        "clients": [client.name for client in now.clients],
        "types": list(TITLES),
        "teams": [team.name for team in now.teams],
        "people": [person.name for person in data.read(suggest.people, now.me.scope, client)],
        "services": data.read(suggest.services, now.me.scope, client),
    }
