"""The Audit page: who did what, to what, and when, as the chain of events has it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil
from urllib.parse import urlencode

import streamlit as st

from caselight.core import trail
from caselight.core.people import Principal, Scope
from caselight.core.refusal import Refusal
from caselight.core.wording import MINUTE, moment, number
from caselight.services import exporting
from caselight.store import audit, suggest
from caselight.store.audit import SYSTEM, Entry, Wanted
from caselight.ui import data, filters, html
from caselight.ui.filters import Asked

PAGE = 50
EVERYBODY = "Everybody"
NOBODY = "The system"
PLACEHOLDER = "Case, or subject: user 7"
ABOUT = {title: kind for kind, title in trail.ABOUT.items()}


@dataclass(frozen=True, slots=True)
class Trail:
    """What the filters of this page ask beside those of every page."""

    asked: Asked
    about: tuple[str, ...]
    actor_id: int | None
    subject: str

    def wanted(self, now: datetime) -> Wanted:
        """Return it for the store: up to the minute that runs, and of one subject all its past."""
        since, until = self.asked.between(now)
        return Wanted(since, until + MINUTE, self.about, self.actor_id, self.subject)


def search(me: Principal) -> Trail:
    """Draw the filters and return what they ask."""
    typed = st.text_input(
        "Subject",
        key="subject",
        placeholder=PLACEHOLDER,
        label_visibility="collapsed",
        max_chars=60,
        width=170,
        bind="query-params",
    )
    asked = filters.client_and_period(me)
    about = st.multiselect(
        "What",
        list(ABOUT),
        key="about",
        placeholder="Everything",
        label_visibility="collapsed",
        width=150,
        bind="query-params",
    )
    people = {NOBODY: SYSTEM} | {name: who for who, name in data.read(audit.people, me.scope).items()}
    who = st.selectbox(
        "Who", [EVERYBODY, *people], key="who", label_visibility="collapsed", width=150, bind="query-params"
    )
    return Trail(asked, tuple(ABOUT[each] for each in about), people.get(who or ""), subject(typed or ""))


def subject(typed: str) -> str:
    """Return the subject that somebody typed: C-48213, 48213, user 7 or person 7; empty for none."""
    words = typed.strip().lower().replace(":", " ").split()
    if not words:
        return ""
    if kind := trail.kind_called(" ".join(words)):
        return kind
    if kind := trail.kind_called(" ".join(words[:-1])):
        return f"{kind}:{words[-1]}"
    try:
        return f"case:{number(typed)}"
    except Refusal:
        return typed.strip()


def show(asked: Trail) -> None:
    """Draw one page of the trail, and how many events the whole of it holds."""
    now, zone = data.now(), asked.asked.zone
    wanted = asked.wanted(now)
    total = data.read(audit.total, asked.asked.scope, wanted)
    table = st.container(key="audit_list")
    pages = max(1, ceil(total / PAGE))
    page = min(st.pagination(pages, key="page", bind="query-params"), pages) if pages > 1 else 1
    names = _names(asked.asked.scope)
    found = data.read(audit.page, asked.asked.scope, wanted, page=page, size=PAGE)
    with table:
        html.draw(
            "audit_table",
            rows=[row(each, now, zone, names) for each in found],
            total=total,
            first=(page - 1) * PAGE + 1,
            period="" if asked.subject else asked.asked.period,
            subject=trail.named(asked.subject) if asked.subject else "",
            files=files(asked, wanted) if total else [],
        )


def _names(scope: Scope) -> trail.Names:
    people = data.read(audit.people, scope)
    seen = {client.id: client.name for client in data.read(suggest.clients, scope)}
    desks = {team.id: team.name for team in data.read(suggest.teams, scope)}
    return {"team_id": desks, "owner_id": people, "person_id": people, "client_id": seen, "clients": seen}


def row(each: Entry, now: datetime, zone: tzinfo, names: trail.Names) -> dict[str, object]:
    """Return one event in words."""
    is_case = trail.kind_of(each.subject) == "case"
    person = names["owner_id"].get(trail.number_of(each.subject)) if trail.kind_of(each.subject) == "user" else None
    return {
        "at": moment(each.at, zone, now=now),
        "exact": each.at.isoformat(),
        "written": moment(each.recorded_at, zone, now=now) if each.recorded_at != each.at else "",
        "who": each.actor or "system",
        "did": trail.did(each.kind),
        "subject": person or trail.named(each.subject),
        "address": f"/case?{urlencode({'id': trail.named(each.subject)})}" if is_case else "",
        "client": each.client or "",
        "changes": trail.changes(each.body, names),
        "seq": each.seq,
        "hash": each.hash[:12],
        "whole_hash": each.hash,
    }


def files(asked: Trail, wanted: Wanted) -> list[dict[str, str]]:
    """Return a link for each format to exactly these events."""
    clients = (asked.asked.scope.clients or frozenset()) if asked.asked.clients else frozenset()
    query = exporting.trail_query(clients, wanted)
    return [
        {"name": name, "address": f"/export/audit.{form}?{query}"} for form, name in exporting.TRAIL_FORMATS.items()
    ]
