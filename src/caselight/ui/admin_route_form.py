"""The forms of routing: the next rule, tried on the cases of the last days before it is saved, and the end of one."""

from datetime import datetime
from typing import Any

import streamlit as st

from caselight.core.people import Principal
from caselight.core.priority import Priority
from caselight.core.records import loggable
from caselight.core.routing import Route
from caselight.services import routing
from caselight.services.routing import TRIED_ON, Trial
from caselight.store import suggest
from caselight.store.engine import Store
from caselight.ui import act, admin_form, data, goes_to, html

FORM, END = "admin_route", "admin_route_end"
ANY_CLIENT, ANY_TYPE, ANY_PRIORITY, NOBODY = "Any client", "Any type", "Any priority", "Nobody: the team's queue"
TYPES = {record.title: record.key for record in loggable()}
PRIORITIES = {priority.label: priority.value for priority in Priority}
Typed = dict[str, Any]


def show(me: Principal) -> None:
    """Draw the form for the next rule; it is saved once it has been tried."""
    html.draw("form_section", title="Next rule", note="the one that names more wins")
    _choice("client_id", "Client", [ANY_CLIENT, *_clients(me)])
    _choice("record_type", "Record type", [ANY_TYPE, *TYPES])
    _choice("priority", "Priority", [ANY_PRIORITY, *PRIORITIES])
    _choice("team_id", "Goes to", list(_teams(me)))
    _choice("owner_id", "Owner", [NOBODY, *_people(me, admin_form.typed(FORM))])
    admin_form.field(
        FORM,
        "valid_from",
        lambda key: st.text_input("Valid from", key=key, placeholder=f"now, or {data.now():%Y}-12-01 09:00"),
        "Empty: from now on. What is logged already stays where it is.",
    )
    st.button("Try it", key="route_try", on_click=admin_form.dry_run, args=(FORM, _try, me))
    trial: Trial | None = admin_form.tried(FORM)
    if trial is None:
        return
    html.draw("admin_route_trial", trial=trial, days=TRIED_ON.days, faults=[fault.sentence for fault in trial.faults])
    st.button("Save", type="primary", key="route_save", on_click=_save, args=(me,))


def end(me: Principal, routes: list[Route]) -> None:
    """Draw the form that ends a rule."""
    clients = {number: name for name, number in _clients(me).items()}
    named = {f"{route.id}: {goes_to.about(route, clients)}": route.id or 0 for route in routes}
    html.draw("form_section", title="End a rule", note="another one, or none, holds from then on")
    admin_form.field(END, "rule", lambda key: st.selectbox("Rule", list(named), key=key))
    admin_form.field(END, "ends_at", lambda key: st.text_input("Ends", key=key, placeholder="now"), "Empty: now.")
    st.button("End it", key="route_end", on_click=_ended, args=(named,))


def _choice(name: str, label: str, options: list[str]) -> None:
    admin_form.field(FORM, name, lambda key: st.selectbox(label, options, key=key))


def _try(store: Store, said: Typed, me: Principal, *, now: datetime, actor: Principal) -> Trial:
    return routing.preview(store, _route(me, said, now), actor=actor, now=now)


def _set(store: Store, said: Typed, me: Principal, *, now: datetime, actor: Principal) -> int:
    return routing.set_route(store, _route(me, said, now), actor=actor, now=now)


def _save(me: Principal) -> None:
    said = admin_form.typed(FORM)
    if act.configure(_set, said, me, form=FORM, said="The rule is saved; cases logged from then on follow it."):
        admin_form.fill(FORM, {})


def _finish(store: Store, rule: int, ends: str, *, now: datetime, actor: Principal) -> bool:
    routing.end_route(store, rule, at=_instant(ends, "ends_at", now), actor=actor, now=now)
    return True


def _ended(named: dict[str, int]) -> None:
    said = admin_form.typed(END)
    rule, ends = named.get(said["rule"], 0), str(said["ends_at"] or "")
    if act.configure(_finish, rule, ends, form=END, said=f"Rule {rule} ends."):
        admin_form.fill(END, {})


def _route(me: Principal, said: Typed, now: datetime) -> Route:
    """Return the rule typed; refuse an instant that cannot be read, beside its field."""
    return Route(
        client_id=_clients(me).get(said["client_id"]),
        record_type=TYPES.get(said["record_type"]),
        priority=PRIORITIES.get(said["priority"]),
        team_id=_teams(me).get(said["team_id"], 0),
        owner_id=_people(me, said).get(said["owner_id"]),
        valid_from=_instant(str(said["valid_from"] or ""), "valid_from", now),
    )


def _instant(typed: str, field: str, now: datetime) -> datetime:
    if not typed.strip():
        return now
    wrong: dict[str, str] = {}
    at = admin_form.read(wrong, field, lambda: admin_form.instant_in(typed, data.zone()))
    admin_form.refuse(wrong)
    return at or now


def _clients(me: Principal) -> dict[str, int]:
    return {client.name: client.id for client in data.read(suggest.clients, me.scope)}


def _teams(me: Principal) -> dict[str, int]:
    return {team.name: team.id for team in data.read(suggest.teams, me.scope)}


def _people(me: Principal, said: Typed) -> dict[str, int]:
    """Return the people of the team typed who may own a case of the client typed, or of any."""
    teams, clients = _teams(me), _clients(me)
    team = teams.get(said.get("team_id") or next(iter(teams), ""))
    asked = [clients[said["client_id"]]] if said.get("client_id") in clients else list(clients.values())
    people = (person for client in asked for person in data.read(suggest.people, me.scope, client))
    return dict(sorted({(person.name, person.id) for person in people if person.team_id == team}))
