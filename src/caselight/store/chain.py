"""Event rows, linked: the one place that writes hashes and the one that checks them."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.chain import GENESIS, commitment, link
from caselight.store.tables import Case, Event, EventText

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


def breaks(session: Session) -> Iterator[Break]:
    """Walk every chain in order and yield each break once; then compare each case with its newest event."""
    subject, seq, prev = "", 0, GENESIS
    in_order = select(*_columns()).order_by(col(Event.subject), col(Event.seq))
    rows = session.execute(in_order.execution_options(yield_per=5_000))
    for row in rows:
        if row.subject != subject:
            subject, seq, prev = row.subject, 0, GENESIS
        if row.seq != seq + 1:
            yield Break(subject, row.case_id, row.seq, f"seq {seq + 1} is missing")
        elif row.prev != prev:
            yield Break(subject, row.case_id, row.seq, "does not follow the event before it")
        elif row.hash != link(row.prev, {"v": 1, **{name: getattr(row, name) for name in META}}):
            yield Break(subject, row.case_id, row.seq, "was changed after it was written")
        seq, prev = row.seq, row.hash
    yield from _texts_changed(session)
    yield from _heads(session)


def _texts_changed(session: Session) -> Iterator[Break]:
    rows = session.execute(
        select(col(Event.subject), col(Event.case_id), col(Event.seq), col(Event.body), EventText)
        .join(EventText, col(EventText.event_id) == col(Event.id))
        .execution_options(yield_per=5_000)
    )
    for subject, case_id, seq, body, text in rows:
        if body.get("texts", {}).get(text.field) != commitment(text.salt, text.text):
            yield Break(subject, case_id, seq, f"its text “{text.field}” was changed")


def _heads(session: Session) -> Iterator[Break]:
    newest = select(col(Event.case_id), func.max(col(Event.seq)).label("seq")).group_by(col(Event.case_id)).subquery()
    rows = session.execute(
        select(newest.c.case_id, newest.c.seq, col(Case.version), col(Case.head), col(Event.hash))
        .join(Event, (col(Event.case_id) == newest.c.case_id) & (col(Event.seq) == newest.c.seq))
        .join(Case, col(Case.id) == newest.c.case_id, isouter=True)
    )
    for row in rows:
        if row.version is None:
            yield Break(f"case:{row.case_id}", row.case_id, row.seq, "its case was deleted")
        elif (row.version, row.head) != (row.seq, row.hash):
            yield Break(f"case:{row.case_id}", row.case_id, row.seq, "its case does not stand at its newest event")


def _columns() -> list[Any]:
    return [getattr(Event, name) for name in (*META, "prev", "hash")]
