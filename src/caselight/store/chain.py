"""Event rows, linked: the one place that writes hashes."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.chain import GENESIS, commitment, link
from caselight.store.tables import Event, EventText

META = (
    "subject",
    "seq",
    "kind",
    "case_id",
    "client_id",
    "actor_id",
    "at",
    "recorded_at",
    "status",
    "team_id",
    "tier",
    "owner_id",
    "is_accepted",
    "body",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, before it is written; `texts` holds free text and personal fields by name."""

    kind: str
    at: datetime
    recorded_at: datetime
    actor_id: int | None = None
    client_id: int | None = None
    case_id: int | None = None
    status: str | None = None
    team_id: int | None = None
    tier: int | None = None
    owner_id: int | None = None
    is_accepted: bool | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def linked(fact: Fact, *, subject: str, seq: int, prev: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the event's row, its hash worked out, and the rows of its texts (without the event's id)."""
    salts = {name: secrets.token_bytes(16) for name in fact.texts}
    body = dict(fact.body)
    if fact.texts:
        body["texts"] = {name: commitment(salts[name], text) for name, text in fact.texts.items()}
    row = {name: getattr(fact, name) for name in META if hasattr(fact, name)}
    row |= {"subject": subject, "seq": seq, "body": body, "prev": prev}
    row["hash"] = link(prev, {"v": 1, **{name: row[name] for name in META}})
    return row, [
        {"field": name, "client_id": fact.client_id, "salt": salts[name], "text": text}
        for name, text in fact.texts.items()
    ]


def write(session: Session, row: dict[str, Any], texts: list[dict[str, Any]]) -> Event:
    """Insert one linked event, its texts, and whatever else the session holds."""
    event = Event(**row)
    session.add(event)
    session.flush()  # gives the id
    session.add_all(EventText(**{"event_id": event.id, **text}) for text in texts)
    return event


def append_next(session: Session, subject: str, fact: Fact) -> Event:
    """Write the next event of a subject that keeps no head of its own (client, user …)."""
    newest = session.scalars(
        select(Event).where(col(Event.subject) == subject).order_by(col(Event.seq).desc()).limit(1)
    ).first()
    seq, prev = (newest.seq + 1, newest.hash) if newest else (1, GENESIS)
    return write(session, *linked(fact, subject=subject, seq=seq, prev=prev))


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken: the subject, its case if it is one, the seq, and why."""

    subject: str
    case_id: int | None
    seq: int
    reason: str


def case_of(subject: str) -> int | None:
    """Return the number of the case that a subject is; none where it is another."""
    kind, _, number = subject.partition(":")
    return int(number) if kind == "case" and number.isdecimal() else None
