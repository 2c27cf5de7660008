"""Cases done to and read back, for the tests of escalations and of the sweep."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Principal
from caselight.services import verbs
from caselight.services.desk import Done, Verb, perform
from caselight.store.tables import Case, Escalation, Event, Notice, ThresholdFiring
from floor import Floor, at

RESOLVED = {
    "affected_services": ["voice"],
    "recovery_actions": "Rerouted calls.",
    "down_from": "2026-11-16T09:00:00Z",
    "down_until": "2026-11-16T09:30:00Z",
}


def do(floor: Floor, verb: Verb, when: str, *, actor: Principal | None = None, **given: Any) -> Done:
    """Do a verb as the lead, or as somebody else."""
    return perform(floor.store, verb, actor=actor or floor.lead, now=at(when), request=uuid.uuid4().hex, **given)


def a_case(floor: Floor, when: str = "Mon 10:00", **given: Any) -> int:
    """Log a case and return its number."""
    given = {"client_id": floor.client, "record_type": "technical", "title": "Voice lines down", "priority": 3} | given
    return do(floor, verbs.log, when, **given).case_id


def case_of(floor: Floor, number: int) -> Case:
    """Return a case as it stands."""
    with floor.store.reading(EVERYTHING) as session:
        return session.get_one(Case, number)


def escalations(floor: Floor, number: int, *, first_line: bool = False) -> list[Escalation]:
    """Return the escalations of a case in order."""
    with floor.store.reading(EVERYTHING) as session:
        rows = select(Escalation).where(col(Escalation.case_id) == number).order_by(col(Escalation.id))
        return [row for row in session.scalars(rows) if first_line or row.way != "first line"]


def firings(floor: Floor, number: int) -> list[ThresholdFiring]:
    """Return the thresholds recorded for a case, by the instant they fell due."""
    with floor.store.reading(EVERYTHING) as session:
        rows = select(ThresholdFiring).where(col(ThresholdFiring.case_id) == number)
        return sorted(session.scalars(rows), key=lambda row: (row.due_at, row.clock, row.threshold))


def notices(floor: Floor, number: int) -> list[Notice]:
    """Return what was said about a case."""
    with floor.store.reading(EVERYTHING) as session:
        rows = select(Notice).where(col(Notice.case_id) == number).order_by(col(Notice.id))
        return list(session.scalars(rows))


def kinds(floor: Floor, number: int) -> list[str]:
    """Return the kinds of the events of a case."""
    with floor.store.reading(EVERYTHING) as session:
        rows = select(col(Event.kind)).where(col(Event.case_id) == number).order_by(col(Event.seq))
        return list(session.scalars(rows))
