"""Make a review: read a period in one snapshot, and freeze it with its event in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.instant import write
from caselight.core.people import Principal, Right, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.core.review import Period, body
from caselight.core.review.body import digest, text
from caselight.core.review.period import between, checked, last_month
from caselight.core.review.pictures import specs
from caselight.services.printing import drawn
from caselight.services.reviews.gathering import gathered
from caselight.store import sealed
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.kpi_reads import named_clients
from caselight.store.scoping import within
from caselight.store.tables import Client, Review


@dataclass(frozen=True, slots=True)
class Whole:
    """A review worked out and not yet kept."""

    client_id: int
    period: Period
    as_of: datetime
    text: str


def make(store: Store, client_id: int, first: date, last: date, *, actor: Principal, now: datetime) -> int:
    """Make the review of whole days of a client and return its number; the same days again are a new review."""
    if not actor.may(Right.PROMISE):
        raise Denied(f"Your role, {actor.role}, cannot make a review. Ask a manager.")
    with store.reading(actor.scope) as session:
        client = _client(session, actor.scope, client_id)
        whole = worked_out(session, client, checked(first, last, client.zone, now=now), as_of=now)
    return store.transact(lambda session: freeze(session, whole, actor=actor, now=now), actor.scope)


def make_between(
    store: Store, client: str, since: datetime | None, until: datetime | None, *, actor: Principal, now: datetime
) -> int:
    """Make the review of a client by name between two midnights of its zone, else of its last month."""
    with store.reading(actor.scope) as session:
        (client_id,) = named_clients(session, actor.scope, [client])
        zone = _client(session, actor.scope, client_id).zone
    if (since is None) != (until is None):
        raise Refusal("Say both where the period begins and where it ends, or neither for the last month.")
    days = between(since, until, zone, now=now) if since and until else last_month(zone, now)
    return make(store, client_id, days.first, days.last, actor=actor, now=now)


def worked_out(session: Session, client: Client, period: Period, *, as_of: datetime) -> Whole:
    """Return the review of a period, read in the snapshot of this session."""
    found = body(gathered(session, client.id or 0, client.name, period, as_of=as_of))
    found["pictures"] = drawn(specs(found["charts"], found["agreed"]))
    newest = sealed.newest(session)
    found["seal"] = {"hash": newest.hash, "sealed_at": newest.sealed_at} if newest else None
    return Whole(client.id or 0, period, as_of, text(found))


def freeze(session: Session, whole: Whole, *, actor: Principal, now: datetime, schedule_id: int | None = None) -> int:
    """Keep a review and its event, which holds the hash of what it says; return its number."""
    row = Review(
        client_id=whole.client_id,
        since=whole.period.since,
        until=whole.period.until,
        zone=whole.period.zone,
        as_of=whole.as_of,
        made_by=actor.user_id,
        schedule_id=schedule_id,
        body=whole.text,
        sha256=digest(whole.text),
    )
    session.add(row)
    session.flush()
    said: dict[str, Any] = {
        "sha256": row.sha256,
        "from": write(row.since),
        "to": write(row.until),
        "as_of": write(row.as_of),
    }
    said |= {"schedule": schedule_id} if schedule_id else {}
    fact = Fact("review:made", now, now, actor_id=actor.user_id, client_id=row.client_id, body=said)
    append_next(session, f"review:{row.id}", fact)
    return row.id or 0


def _client(session: Session, scope: Scope, client_id: int) -> Client:
    statement = within(select(Client).where(col(Client.id) == client_id), col(Client.id), scope)
    client = session.scalars(statement).one_or_none()
    if client is None:
        raise NotFound("No such client. Choose one from the list.")
    return client
