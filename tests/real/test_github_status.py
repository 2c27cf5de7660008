"""The incidents of a public status page: every fact known about them, to the minute."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from caselight.core.downtime import Down, downtime
from caselight.core.people import EVERYTHING
from caselight.store.kpi_reads import kpi
from caselight.store.tables import Case, Interval, Service
from proving import breaks

pytestmark = pytest.mark.real
AFTER = datetime(2026, 9, 1, tzinfo=UTC)
YEAR = {"since": datetime(2025, 1, 1, tzinfo=UTC), "until": datetime(2026, 1, 1, tzinfo=UTC)}


def figures(imported: Any, **asked: Any) -> dict[str, Any]:
    with imported.store.reading(EVERYTHING) as session:
        found: dict[str, Any] = kpi(session, EVERYTHING, as_of=AFTER, **asked)["kpis"]["downtime"]
    return found


def test_every_row_is_one_case_and_the_second_import_changes_nothing(github_status: Any) -> None:
    with github_status.store.reading(EVERYTHING) as session:
        types = dict(session.execute(select(col(Case.record_type), func.count()).group_by(col(Case.record_type))).all())
        assert list(breaks(session)) == []

    assert types == {"incident": 801, "maintenance": 18}
    assert (github_status.report.cases_new, github_status.again.cases_same, github_status.again.events) == (819, 819, 0)


def test_severities_are_those_of_the_page(github_status: Any) -> None:
    of_case = select(col(Interval.case_id), func.min(col(Interval.severity)), col(Interval.is_planned)).group_by(
        col(Interval.case_id), col(Interval.is_planned)
    )

    with github_status.store.reading(EVERYTHING) as session:
        found = [(severity, is_planned) for _, severity, is_planned in session.execute(of_case)]

    assert {pair: found.count(pair) for pair in set(found)} == {
        ("minor", False): 604,
        ("major", False): 138,
        ("critical", False): 28,
        ("none", False): 31,
        ("none", True): 18,
    }


def test_unplanned_downtime_counts_each_minute_once(github_status: Any) -> None:
    found = figures(github_status)

    assert (found["n"], found["sum_min"], found["merged_min"], found["blocks"]) == (770, 108_444, 103_606, 696)


def test_the_year_2025(github_status: Any) -> None:
    found = figures(github_status, **YEAR)

    assert (found["n"], found["sum_min"], found["merged_min"]) == (192, 34_293, 32_535)
    assert found["availability_percent"] == pytest.approx(93.81, abs=0.005)
    grave = figures(github_status, priorities=[1, 2], **YEAR)
    assert grave["availability_percent"] == pytest.approx(99.27, abs=0.005)


@pytest.mark.parametrize(("service", "percent"), [("Actions", 98.85), ("Git Operations", 99.67), ("Copilot", 98.06)])
def test_a_service_has_its_own_availability(github_status: Any, service: str, percent: float) -> None:
    statement = (
        select(col(Interval.case_id), col(Interval.started_at), col(Interval.ended_at))
        .join(Service, col(Service.id) == col(Interval.service_id))
        .where(col(Service.name) == service, col(Interval.severity) != "none", col(Interval.is_planned).is_(False))
    )
    since, until = (at.timestamp() for at in YEAR.values())

    with github_status.store.reading(EVERYTHING) as session:
        downs = [Down(case, start.timestamp(), end.timestamp()) for case, start, end in session.execute(statement)]
    found = downtime(downs, since=since, until=until)

    assert 100 * (1 - found.merged_s / (until - since)) == pytest.approx(percent, abs=0.005)
