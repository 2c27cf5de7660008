"""The escalation matrix of the demo: the shipped rows, and which second-tier desk takes what."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.services import matrix
from caselight.services.demo.scenario import SECOND_TIER
from caselight.store.tables import MatrixRow, Team

SECOND = 2
ELSE = "Care Desk"


def lay_matrix(session: Session, now: datetime) -> None:
    """Write the matrix; at tier 2 each row names its desk, with a closer row for the types that go to another."""
    session.flush()
    matrix.install(session, now=now)
    session.flush()
    desks = {team.name: team.id for team in session.scalars(select(Team))}
    rows = select(MatrixRow).where(col(MatrixRow.tier) == SECOND, col(MatrixRow.record_type).is_(None))
    for row in session.scalars(rows.where(col(MatrixRow.team_id).is_(None))).all():
        kept = row.model_dump(exclude={"id", "record_type", "team_id"})
        session.add_all(MatrixRow(**kept, record_type=kind, team_id=desks[desk]) for kind, desk in SECOND_TIER.items())
        row.team_id = desks[ELSE]
