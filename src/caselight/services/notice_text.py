"""What a notice says, by the templates of `notice_texts/`: a subject on the first line, the text below it."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlmodel import Session

from caselight.core.priority import Priority
from caselight.core.records import TYPES
from caselight.core.wording import moment, reference
from caselight.services.outbound import Receiver
from caselight.settings import Settings
from caselight.store.tables import Case, Client, Notice


@cache
def templates() -> Environment:
    """Return the environment of the templates: plain text, HTML escaped where one is, a missing value an error."""
    return Environment(
        loader=PackageLoader("caselight.services", "notice_texts"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def compose(
    session: Session, case: Case, notice: Notice, settings: Settings, receiver: Receiver
) -> tuple[str, str, dict[str, Any]]:
    """Return subject, text and the facts for a machine; a client's contact is told in the client's own hours."""
    client = session.get_one(Client, case.client_id)
    zone = ZoneInfo(client.zone if receiver.is_contact else settings.zone)
    facts = facts_of(case, client, notice, link=_link(case, settings))
    subject, _, text = render(receiver.template, facts, case, zone).partition("\n")
    return " ".join(subject.split()), text.strip() + "\n", facts


def facts_of(case: Case, client: Client, notice: Notice, *, link: str) -> dict[str, Any]:
    """Return what is so, without a word that people wrote for each other."""
    return {
        "kind": notice.kind,
        "case": reference(case.id or 0),
        "client": client.name,
        "title": case.title,
        "record_type": case.record_type,
        "priority": case.priority,
        "status": case.status,
        "is_urgent": notice.is_urgent,
        "at": notice.made_at.isoformat(),
        "link": link,
        "about": notice.body,
    }


def render(name: str, facts: dict[str, Any], case: Case, zone: ZoneInfo) -> str:
    """Return a template filled in."""
    about = facts["about"]
    due = about.get("ack_due_at") or about.get("due_at")
    said = {
        "percent": 0,
        "others": 0,
        "promise": "",
        "missed": [],
        "step": "",
        "to_tier": None,
        "way": "",
        **about,
        "priority": Priority(case.priority).label,
        "record_type": TYPES[case.record_type].title,
        "opened": f"{moment(case.opened_at, zone)} {zone.key}",
        "due": f"{moment(datetime.fromisoformat(due), zone)} {zone.key}" if due else "",
    }
    return templates().get_template(f"{name}.txt").render(**{**facts, **said})


def _link(case: Case, settings: Settings) -> str:
    return f"{settings.url.rstrip('/')}/case?id={reference(case.id or 0)}" if settings.url else ""
