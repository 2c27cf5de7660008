"""Escalations with the names of what stands around them, as cases, the board and the figures read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from caselight.store.scoping import unsearched
from caselight.store.tables import Case, Client, Escalation, Team, User

TAKER, INITIATOR = aliased(User), aliased(User)
AROUND: dict[str, Any] = {
    "case": col(Escalation.case_id),
    "client": col(Client.name),
    "title": col(Case.title),
    "priority": col(Case.priority),
    "owner_id": col(Case.owner_id),
    "team": col(Team.name),
    "initiator": col(INITIATOR.name),
    "taker_id": col(Escalation.acknowledged_by),
    "taker": col(TAKER.name),
    "taker_team_id": col(TAKER.team_id),
}


def selected(names: Sequence[str], more: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 – a select of many columns
    """Select these of an escalation and of what stands around it, or of what the caller joins; from few to many."""
    around = AROUND | dict(more or {})
    columns = (around[name] if name in around else col(getattr(Escalation, name)) for name in names)
    return (
        select(*(column.label(name) for name, column in zip(names, columns, strict=True)))
        .select_from(Escalation)
        .join(Case, col(Case.id) == unsearched(col(Escalation.case_id)))
        .join(Client, col(Client.id) == unsearched(col(Case.client_id)))
        .join(Team, col(Team.id) == col(Escalation.team_id), isouter=True)
        .join(TAKER, col(TAKER.id) == col(Escalation.acknowledged_by), isouter=True)
        .join(INITIATOR, col(INITIATOR.id) == col(Escalation.initiator_id), isouter=True)
    )
