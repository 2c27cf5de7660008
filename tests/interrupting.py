"""Interruptions as tests log them and look them up."""

from typing import Any

import pytest

from acts import a_case, do
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.store import interruptions
from caselight.store.interruptions import IntervalRow
from caselight.store.kpi_reads import kpi
from floor import Floor, at

TEN, ELEVEN, NOON = "2026-11-16T10:00:00Z", "2026-11-16T11:00:00Z", "2026-11-16T12:00:00Z"


def an_outage(floor: Floor, when: str = "Mon 10:30", **details: Any) -> int:
    details = {"down_from": TEN, "affected_services": ["Voice", "SMS"]} | details
    return a_case(floor, when, record_type="outage", details=details)


def rows(floor: Floor, number: int) -> list[IntervalRow]:
    with floor.store.reading(EVERYTHING) as session:
        return interruptions.of_case(session, EVERYTHING, number)


def downtime(floor: Floor, as_of: str = "Mon 16:00", **asked: Any) -> Any:
    with floor.store.reading(EVERYTHING) as session:
        return kpi(session, EVERYTHING, as_of=at(as_of), **asked)["kpis"]["downtime"]


def refused(floor: Floor, verb: Any, number: int | None = None, when: str = "Mon 12:00", **given: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        do(floor, verb, when, **({"case": number} if number else {}), **given)
    return refusal.value
