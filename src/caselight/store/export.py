"""Everything that a file of cases says, some cases at a time."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.caselist import Wanted, narrowed
from caselight.store.scoping import within
from caselight.store.tables import Case, CaseSheet, Client, Event, EventText, Interval, Service, Team, User

TOLD = ("note", "waiting_reason")  # the texts of an event that a step says; what it says of sheets stands there
OF_CASE = (
    *("id", "record_type", "title", "status", "waiting_reason", "priority", "impact", "urgency"),
    *("is_priority_by_hand", "is_accepted", "channel", "root_cause", "customers_affected", "next_step", "source"),
    *("external_id", "occurred_at", "opened_at", "acknowledged_at", "first_response_at", "first_resolved_at"),
    *("resolved_at", "closed_at", "closes_at", "touched_at", "reopens", "merged_into", "follows", "details"),
)
Rows = Sequence[Mapping[str, Any]]


def numbers(session: Session, scope: Scope, wanted: Wanted) -> Sequence[int]:
    """Return the numbers of the list's cases in its order, newest first; eight bytes each."""
    statement = select(col(Case.id)).order_by(col(Case.opened_at).desc(), col(Case.id).desc())
    found = session.execute(narrowed(statement, scope, wanted).execution_options(yield_per=10_000))
    return array("q", (number for (number,) in found))


def cases(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return these cases with the names behind their ids."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            *(col(getattr(Case, name)) for name in OF_CASE),
            col(Client.name).label("client"),
            col(Client.industry),
            col(Client.zone),
            col(Team.name).label("team"),
            col(Team.tier),
            col(User.name).label("owner"),
            col(Service.name).label("service"),
        )
        .select_from(Case)
        .join(Client, col(Client.id) == col(Case.client_id))
        .join(Team, col(Team.id) == col(Case.team_id), isouter=True)
        .join(User, col(User.id) == col(Case.owner_id), isouter=True)
        .join(Service, col(Service.id) == col(Case.service_id), isouter=True)
        .where(col(Case.id).in_(some))
    )
    return _found(session, within(statement, col(Case.client_id), scope))


def steps(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return the events of these cases."""
    owner = aliased(User)
    statement: Select[*tuple[Any, ...]] = (
        select(
            col(Event.case_id),
            col(Event.seq),
            col(Event.at),
            col(Event.kind),
            col(User.name).label("by"),
            col(Event.status),
            col(Team.name).label("team"),
            col(Event.tier),
            col(owner.name).label("owner"),
            col(Event.is_accepted),
        )
        .join(User, col(User.id) == col(Event.actor_id), isouter=True)
        .join(Team, col(Team.id) == col(Event.team_id), isouter=True)
        .join(owner, col(owner.id) == col(Event.owner_id), isouter=True)
        .where(col(Event.case_id).in_(some))
        .order_by(col(Event.case_id), col(Event.seq))
    )
    return _found(session, within(statement, col(Event.client_id), scope))


def texts(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return what was written with the events of these cases, as far as it was not erased."""
    statement = (
        select(col(Event.case_id), col(Event.seq), col(EventText.field), col(EventText.text))
        .join(EventText, col(EventText.event_id) == col(Event.id))
        .where(
            col(Event.case_id).in_(some),
            col(EventText.field).in_(TOLD) | col(EventText.field).startswith("sheet.", autoescape=True),
        )
    )
    return _found(session, within(statement, col(Event.client_id), scope))


def intervals(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return the intervals of these cases."""
    own = ("case_id", "opened_seq", "place", "started_at", "ended_at", "severity", "effect", "is_planned")
    statement = (
        select(
            *(col(getattr(Interval, name)) for name in (*own, "announced_at", "vendor")),
            col(Service.name).label("service"),
        )
        .join(Service, col(Service.id) == col(Interval.service_id), isouter=True)
        .where(col(Interval.case_id).in_(some))
        .order_by(col(Interval.case_id), col(Interval.opened_seq), col(Interval.place))
    )
    return _found(session, within(statement, col(Interval.client_id), scope))


def sheets(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return the sheets of these cases, without those withdrawn and without their personal fields."""
    statement = (
        select(
            *(
                col(getattr(CaseSheet, name))
                for name in ("case_id", "number", "kind", "words_seq", "done_at", "details")
            )
        )
        .where(col(CaseSheet.case_id).in_(some), col(CaseSheet.withdrawn_at).is_(None))
        .order_by(col(CaseSheet.case_id), col(CaseSheet.number))
    )
    return _found(session, within(statement, col(CaseSheet.client_id), scope))


def _found(session: Session, statement: Select[*tuple[Any, ...]]) -> Rows:
    return [dict(row) for row in session.execute(statement).mappings()]
