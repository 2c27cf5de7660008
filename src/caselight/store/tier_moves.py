"""How cases opened in a period moved to higher tiers: the figures of `caselight kpi`, from these cases alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session

from caselight.core.kpis.lives import Lives
from caselight.core.kpis.moves import escalation_to_accept, escalations
from caselight.core.people import Scope
from caselight.store.kpi_reads import opened_facts


def moves(
    session: Session,
    scope: Scope,
    *,
    priorities: Collection[int] = (),
    record_types: Collection[str] = (),
    teams: Collection[int] = (),
    since: datetime,
    until: datetime,
) -> dict[str, Any]:
    """Return `escalations` and `escalation_to_accept` as known at `until`, of cases opened in [since, until)."""
    given: Any = {"priorities": priorities, "record_types": record_types, "teams": teams}
    lives = Lives(opened_facts(session, scope, **given, since=since, until=until))
    return {"escalations": escalations(lives), "escalation_to_accept": escalation_to_accept(lives)}
