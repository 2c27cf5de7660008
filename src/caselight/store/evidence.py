"""What a client's evidence is made of besides its figures: cases with their heads, whole events, and outward texts."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.chain import META
from caselight.store.scoping import within
from caselight.store.tables import Case, Client, Event, EventText, Service

OF_CASE = (
    *("id", "version", "head", "external_id", "record_type", "title", "status", "waiting_reason", "priority"),
    *("channel", "root_cause", "customers_affected", "occurred_at", "opened_at", "acknowledged_at"),
    *("first_response_at", "first_resolved_at", "resolved_at", "closed_at", "reopens", "merged_into", "follows"),
)
SPOKEN = "case:told"  # the one event whose note was meant for the client
OUTWARD = ("title", "title:before", "waiting_reason", "waiting_reason:before")
Rows = Sequence[Mapping[str, Any]]


class ClientFacts(NamedTuple):
    """Whose evidence it is, and the zone its days begin in."""

    id: int
    name: str
    zone: str


def client(session: Session, scope: Scope, client_id: int) -> ClientFacts | None:
    """Return the client; None where it is missing or another scope's."""
    statement = select(col(Client.id), col(Client.name), col(Client.zone)).where(col(Client.id) == client_id)
    found = session.execute(within(statement, col(Client.id), scope)).one_or_none()
    return ClientFacts(*found) if found else None


def cases(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return these cases in the order of their numbers, without anybody's name."""
    statement: Select[*tuple[Any, ...]] = (
        select(*(col(getattr(Case, name)) for name in OF_CASE), col(Service.name).label("service"))
        .select_from(Case)
        .join(Service, col(Service.id) == col(Case.service_id), isouter=True)
        .where(col(Case.id).in_(some))
        .order_by(col(Case.id))
    )
    return [dict(row) for row in session.execute(within(statement, col(Case.client_id), scope)).mappings()]


def events(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return every event of these cases with all that its hash is made of."""
    statement: Select[*tuple[Any, ...]] = (
        select(*(col(getattr(Event, name)) for name in (*META, "prev", "hash")))
        .where(col(Event.case_id).in_(some))
        .order_by(col(Event.case_id), col(Event.seq))
    )
    return [dict(row) for row in session.execute(within(statement, col(Event.client_id), scope)).mappings()]


def texts(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return the texts of these events that a client may read, each with the salt of its commitment."""
    statement: Select[*tuple[Any, ...]] = (
        select(col(Event.case_id), col(Event.seq), col(EventText.field), col(EventText.salt), col(EventText.text))
        .join(EventText, col(EventText.event_id) == col(Event.id))
        .where(
            col(Event.case_id).in_(some),
            or_(col(EventText.field).in_(OUTWARD), and_(col(EventText.field) == "note", col(Event.kind) == SPOKEN)),
        )
        .order_by(col(Event.case_id), col(Event.seq), col(EventText.field))
    )
    return [dict(row) for row in session.execute(within(statement, col(Event.client_id), scope)).mappings()]
