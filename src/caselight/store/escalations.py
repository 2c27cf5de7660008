"""Escalations as screens and figures ask for them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.escalation import OpenEscalation, Way
from caselight.core.people import RIGHTS, Right, Scope
from caselight.store.escalation_rows import TAKER, selected
from caselight.store.scoping import built_once, within
from caselight.store.tables import Escalation, Event, EventText, Team, User, UserClient

ANSWER = [role for role, rights in RIGHTS.items() if Right.ANY_TEAM in rights]  # for a manager who was called
RECORDED: tuple[Any, ...] = (
    col(Escalation.id),
    col(Escalation.case_id).label("case"),
    col(Escalation.way),
    col(Escalation.armed_at),
    col(Escalation.ack_due_at),
    col(Escalation.acknowledged_at),
    col(Escalation.resolve_due_at),
    col(Escalation.passed_on_at).is_not(None).label("is_passed_on"),
    col(Escalation.cycle),
    col(Escalation.calendar_id),
    col(Escalation.to_tier),
    col(Escalation.is_urgent),
)


class EscalationRow(NamedTuple):
    """One escalation as lists show it; `reason` is None where its text was erased."""

    id: int
    case: int
    client_id: int
    client: str
    title: str
    priority: int
    way: str
    kind: str
    trigger: str
    is_urgent: bool
    from_tier: int | None
    to_tier: int | None
    from_team: str | None
    team: str | None
    person_id: int | None
    person: str | None
    initiator: str | None
    reason: str | None
    details: dict[str, Any]
    raised_at: datetime
    ack_due_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolve_due_at: datetime | None
    passed_on_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    cycle: int


def open_escalations(session: Session, scope: Scope) -> list[OpenEscalation]:
    """Return the open escalations in scope for `core.lateness.overdue_escalations`, by `escalations_active`."""
    return [OpenEscalation(**row) for row in session.execute(_open(scope)).mappings()]


def open_at(session: Session, scope: Scope, as_of: datetime) -> list[OpenEscalation]:
    """Return the escalations open at an instant, as they stood then; a pause since then is not taken back."""
    statement = select(*RECORDED).where(
        col(Escalation.raised_at) <= as_of,
        col(Escalation.ended_at).is_(None) | (col(Escalation.ended_at) > as_of),
        col(Escalation.way) != Way.FIRST_LINE,
    )
    rows = session.execute(within(statement, col(Escalation.client_id), scope)).mappings()
    known = [dict(row) for row in rows]
    for row in known:
        if row["acknowledged_at"] is not None and row["acknowledged_at"] > as_of:
            row["acknowledged_at"] = None
    return [OpenEscalation(**row) for row in known]


def of_case(session: Session, scope: Scope, number: int, *, first_line: bool = False) -> list[EscalationRow]:
    """Return every escalation of a case, oldest first, and what watches its first line where that is asked for."""
    statement = _rows().where(col(Escalation.case_id) == number)
    if not first_line:
        statement = statement.where(col(Escalation.way) != Way.FIRST_LINE)
    return _told(session, statement.order_by(col(Escalation.id)), scope)


def board(session: Session, scope: Scope) -> list[EscalationRow]:
    """Return every open escalation in scope, what falls due first first."""
    statement = _rows().where(col(Escalation.ended_at).is_(None), col(Escalation.way) != Way.FIRST_LINE)
    rows = _told(session, statement.order_by(col(Escalation.id)), scope)
    return sorted(
        rows, key=lambda row: (row.ack_due_at if row.acknowledged_at is None else row.resolve_due_at) or row.raised_at
    )


@built_once
def _open(scope: Scope) -> Select[*tuple[Any, ...]]:
    statement = select(*RECORDED).where(col(Escalation.ended_at).is_(None), col(Escalation.way) != Way.FIRST_LINE)
    return within(statement, col(Escalation.client_id), scope)


def managers(session: Session, scope: Scope, client_id: int) -> list[tuple[int, str]]:
    """Return who may be asked to look on at a case of the client, by name; nobody where it is another scope's."""
    if client_id not in scope:
        return []
    sees = select(col(UserClient.user_id)).where(col(UserClient.client_id) == client_id)
    statement = (
        select(col(User.id), col(User.name))
        .where(col(User.is_active), col(User.role).in_(ANSWER), or_(col(User.sees_all_clients), col(User.id).in_(sees)))
        .order_by(col(User.name))
    )
    return [(number, name) for number, name in session.execute(statement)]


def _rows() -> Any:  # noqa: ANN401 – a select of many columns
    person, giver = aliased(User), aliased(Team)
    raised = (col(Event.case_id) == col(Escalation.case_id)) & (col(Event.seq) == col(Escalation.raised_seq))
    more = {
        "from_team": col(giver.name),
        "person": col(person.name),
        "reason": col(EventText.text),
        "acknowledged_by": col(TAKER.name),
    }
    return (
        selected(EscalationRow._fields, more)
        .join(giver, col(giver.id) == col(Escalation.from_team_id), isouter=True)
        .join(person, col(person.id) == col(Escalation.person_id), isouter=True)
        .join(Event, raised, isouter=True)
        .join(EventText, (col(EventText.event_id) == col(Event.id)) & (col(EventText.field) == "note"), isouter=True)
    )


def _told(session: Session, statement: Any, scope: Scope) -> list[EscalationRow]:  # noqa: ANN401 – as above
    rows = session.execute(within(statement, col(Escalation.client_id), scope))
    return [EscalationRow(*row) for row in rows]
