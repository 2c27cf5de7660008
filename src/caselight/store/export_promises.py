"""What a file of cases says of promises: clocks, escalations and thresholds, by the names behind their ids."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from caselight.core.instant import write
from caselight.core.people import Scope
from caselight.store.scoping import within
from caselight.store.tables import (
    Calendar,
    CaseClock,
    Client,
    Contract,
    Escalation,
    MatrixRow,
    Team,
    ThresholdFiring,
    User,
)

Rows = Sequence[Mapping[str, Any]]
OF_CLOCK = (
    *("case_id", "promise", "target_s", "waiting_pauses", "runs", "started_at", "due_at", "stopped_at"),
    *("first_missed_at", "cycle", "cycle_at", "next_at", "kept", "missed", "matrix_id"),
)
OF_ESCALATION = (
    *("id", "case_id", "way", "kind", "trigger", "follows", "from_tier", "to_tier", "is_urgent", "matrix", "details"),
    *("raised_at", "raised_seq", "cycle", "armed_at", "ack_due_at", "acknowledged_at", "runs", "resolve_due_at"),
    *("passed_on_at", "ended_at", "outcome", "next_at"),
)
OF_THRESHOLD = ("case_id", "clock", "threshold", "cycle", "due_at", "fired_at", "is_late", "raised")


class MatrixName(NamedTuple):
    """What tells a row of the matrix from others, wherever it is kept."""

    id: int
    said: dict[str, Any]


def clocks(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return the clocks of these cases with their contract and the version of their calendar."""
    statement = (
        select(
            *(col(getattr(CaseClock, name)) for name in OF_CLOCK),
            col(Contract.valid_from).label("contract_from"),
            col(Calendar.name).label("calendar"),
            col(Calendar.valid_from).label("calendar_from"),
        )
        .join(Contract, col(Contract.id) == col(CaseClock.contract_id))
        .join(Calendar, col(Calendar.id) == col(CaseClock.calendar_id), isouter=True)
        .where(col(CaseClock.case_id).in_(some))
        .order_by(col(CaseClock.case_id), col(CaseClock.promise))
    )
    return _found(session, within(statement, col(CaseClock.client_id), scope))


def escalations(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return the escalations of these cases, oldest first, with teams and people by name."""
    initiator, person, answered, before = aliased(User), aliased(User), aliased(User), aliased(Team)
    statement: Select[*tuple[Any, ...]] = (
        select(
            *(col(getattr(Escalation, name)) for name in OF_ESCALATION),
            col(initiator.name).label("initiator"),
            col(person.name).label("person"),
            col(answered.name).label("acknowledged_by"),
            col(before.name).label("from_team"),
            col(Team.name).label("team"),
            col(Calendar.name).label("calendar"),
            col(Calendar.valid_from).label("calendar_from"),
        )
        .join(initiator, col(initiator.id) == col(Escalation.initiator_id), isouter=True)
        .join(person, col(person.id) == col(Escalation.person_id), isouter=True)
        .join(answered, col(answered.id) == col(Escalation.acknowledged_by), isouter=True)
        .join(before, col(before.id) == col(Escalation.from_team_id), isouter=True)
        .join(Team, col(Team.id) == col(Escalation.team_id), isouter=True)
        .join(Calendar, col(Calendar.id) == col(Escalation.calendar_id), isouter=True)
        .where(col(Escalation.case_id).in_(some))
        .order_by(col(Escalation.case_id), col(Escalation.id))
    )
    return _found(session, within(statement, col(Escalation.client_id), scope))


def thresholds(session: Session, scope: Scope, some: Sequence[int]) -> Rows:
    """Return the thresholds that were passed on these cases."""
    statement = (
        select(*(col(getattr(ThresholdFiring, name)) for name in OF_THRESHOLD))
        .where(col(ThresholdFiring.case_id).in_(some))
        .order_by(col(ThresholdFiring.case_id), col(ThresholdFiring.id))
    )
    return _found(session, within(statement, col(ThresholdFiring.client_id), scope))


def matrix_names(session: Session) -> list[MatrixName]:
    """Return every row of the matrix by what it is about; the matrix is the floor's, so it has no scope."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            col(MatrixRow.id),
            col(Client.name).label("client"),
            col(MatrixRow.record_type),
            col(MatrixRow.priority),
            col(MatrixRow.tier),
            col(MatrixRow.valid_from),
        )
        .join(Client, col(Client.id) == col(MatrixRow.client_id), isouter=True)
        .order_by(col(MatrixRow.id).desc())
    )
    found = []
    for number, *said, valid_from in session.execute(statement):
        names = dict(zip(("client", "record_type", "priority", "tier"), said, strict=True))
        found.append(MatrixName(number, names | {"valid_from": write(valid_from)}))
    return found


def named_here(session: Session) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of clients and of teams by id: a matrix row that an escalation keeps names them by id."""
    clients = dict(session.execute(select(col(Client.id), col(Client.name))).all())
    return clients, dict(session.execute(select(col(Team.id), col(Team.name))).all())


def _found(session: Session, statement: Select[*tuple[Any, ...]]) -> Rows:
    return [dict(row) for row in session.execute(statement).mappings()]
