"""How cases opened in a period moved to higher tiers: the figures of `caselight kpi`, from these cases alone."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from caselight.core.kpis.lives import Lives
from caselight.core.kpis.moves import escalation_to_accept, escalations
from caselight.core.people import Scope
from caselight.store.among import ALL, Among
from caselight.store.kpi_reads import opened_facts


def moves(session: Session, scope: Scope, among: Among = ALL, *, since: datetime, until: datetime) -> dict[str, Any]:
    """Return `escalations` and `escalation_to_accept` as known at `until`, of cases opened in [since, until)."""
    lives = Lives(opened_facts(session, scope, among, since=since, until=until))
    return {"escalations": escalations(lives), "escalation_to_accept": escalation_to_accept(lives)}
