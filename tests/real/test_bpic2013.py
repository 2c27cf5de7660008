"""The incident log of the BPI Challenge 2013: every fact known about it, to the last digit."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from caselight.core.kpis import Lives
from caselight.core.kpis.speed import HOUR
from caselight.core.people import EVERYTHING
from caselight.store.kpi_reads import facts_at, kpi
from caselight.store.tables import Case, Client, Event, Service, Team, User
from proving import breaks

pytestmark = pytest.mark.real
AFTER = datetime(2012, 6, 1, tzinfo=UTC)
CLOCKS = ("calendar", "calendar_minus_waiting", "business", "business_minus_waiting")


@pytest.fixture(scope="module")
def kpis(bpic2013: Any) -> dict[str, Any]:
    with bpic2013.store.reading(EVERYTHING) as session:
        return kpi(session, EVERYTHING, as_of=AFTER)["kpis"]


@pytest.fixture(scope="module")
def lives(bpic2013: Any) -> Lives:
    with bpic2013.store.reading(EVERYTHING) as session:
        return Lives(facts_at(session, EVERYTHING, as_of=AFTER))


def hours(lives: Lives, clock: str) -> Any:
    """Return the hours to resolution of every case on one clock; not a number while it is open."""
    cases, opened = np.arange(len(lives.resolved)), lives.facts.cases.opened
    business = clock.startswith("business")
    spans = lives.open_time(cases, opened, lives.resolved) if business else lives.resolved - opened
    return (spans - (lives.waited(lives.resolved, business=business) if clock.endswith("waiting") else 0)) / HOUR


def test_every_row_is_one_event_and_nothing_is_lost(bpic2013: Any) -> None:
    counted = {"events": (col(Event.case_id), ()), "cases": (col(Case.id), ()), "teams": (col(Team.id), ())}
    counted |= {"people": (col(User.id), ()), "clients": (col(Client.id), ())}
    counted |= {"products": (col(Service.name).distinct(), ())}

    with bpic2013.store.reading(EVERYTHING) as session:
        found = {name: session.scalar(select(func.count(column))) for name, (column, _) in counted.items()}
        broken = list(breaks(session))

    assert found == {
        "events": 65_533,
        "cases": 7_554,
        "teams": 649,
        "people": 1_440,
        "clients": 25,
        "products": 704,
    }
    assert broken == []


def test_the_second_import_changes_nothing(bpic2013: Any) -> None:
    assert (bpic2013.report.cases_new, bpic2013.report.events) == (7_554, 65_533)
    assert (bpic2013.again.cases_new, bpic2013.again.cases_same, bpic2013.again.events) == (0, 7_554, 0)


def test_priorities_are_those_of_the_last_event(bpic2013: Any) -> None:
    statement = select(col(Case.priority), func.count()).group_by(col(Case.priority))

    with bpic2013.store.reading(EVERYTHING) as session:
        assert dict(session.execute(statement).all()) == {1: 3, 2: 261, 3: 4_045, 4: 3_245}


def test_cases_tiers_and_reopenings(kpis: dict[str, Any]) -> None:
    assert (kpis["cases"], kpis["open"], kpis["backlog"]["n"], kpis["reopened"]) == (7_554, 8, 8, 514)
    assert kpis["tiers"] == {
        "events": {"1": 46_042, "2": 16_580, "3": 2_911},
        "highest": {"1": 4_546, "2": 2_468, "3": 540},
        "first": {"1": 6_702, "2": 704, "3": 148},
        "last": {"1": 5_332, "2": 1_869, "3": 353},
    }


@pytest.mark.parametrize(
    ("clock", "median", "p90", "mean"),
    [
        ("calendar", 15.154, 437.792, 201.099),
        ("calendar_minus_waiting", 1.425, 194.281, 104.364),
        ("business", 5.072, 117.000, 53.661),
        ("business_minus_waiting", 0.919, 53.999, 28.059),
    ],
)
def test_time_to_resolve_on_four_clocks(
    kpis: dict[str, Any], clock: str, median: float, p90: float, mean: float
) -> None:
    told = kpis["time_to_resolve"][clock]

    assert (told["n"], told["open"]) == (7_546, 8)
    assert [told["median_h"], told["p90_h"], told["mean_h"]] == pytest.approx([median, p90, mean], abs=0.001)


def test_time_to_first_resolution(kpis: dict[str, Any]) -> None:
    told = kpis["first_resolution"]["calendar"]

    assert [told["median_h"], told["p90_h"], told["mean_h"]] == pytest.approx([6.027, 382.495, 176.442], abs=0.001)


def test_hand_offs_and_ping_pong(kpis: dict[str, Any]) -> None:
    assert kpis["hand_offs"] == {"total": 9_454, "cases": 3_820, "max": 31}
    assert kpis["ping_pong"] == {"total": 2_394, "cases": 1_177}


def test_escalations_and_how_soon_they_were_accepted(kpis: dict[str, Any]) -> None:
    steps = {"1>2": 2_012, "1>3": 144, "2>3": 248}

    assert kpis["escalations"] == {**steps, "cases": 2_240, "never_accepted": 49}
    medians = [kpis["escalation_to_accept"][step]["median_h"] for step in steps]
    assert medians == pytest.approx([0.946, 1.150, 1.943], abs=0.001)


def test_shares_within_a_day_of_work(lives: Lives) -> None:
    shares = [100 * float((hours(lives, clock) <= 8).sum()) / 7_546 for clock in CLOCKS]

    assert shares == pytest.approx([48.847, 63.570, 53.035, 70.011], abs=0.001)


@pytest.mark.parametrize(("tier", "median", "p90"), [(1, 0.588, 271.332), (2, 97.006, 655.202), (3, 149.111, 839.648)])
def test_time_to_resolve_by_highest_tier(lives: Lives, tier: int, median: float, p90: float) -> None:
    highest = np.maximum.reduceat(lives.facts.events.tier, lives.first)
    took = hours(lives, "calendar")[(highest == tier) & np.isfinite(lives.resolved)]

    assert np.quantile(took, [0.5, 0.9]).tolist() == pytest.approx([median, p90], abs=0.001)


@pytest.mark.parametrize(
    ("external_id", "expected"),
    [
        ("1-512795200", [9455.1717, 183.6606, 2537.1717, 26.2478]),
        ("1-530458987", [8111.5069, 7368.6267, 2177.5069, 1971.6267]),
    ],
)
def test_two_long_cases_to_the_second(bpic2013: Any, lives: Lives, external_id: str, expected: list[float]) -> None:
    with bpic2013.store.reading(EVERYTHING) as session:
        number = session.scalar(select(col(Case.id)).where(col(Case.external_id) == external_id))
    place = np.flatnonzero(lives.facts.cases.number == number)

    took = [float(hours(lives, clock)[place][0]) for clock in CLOCKS]

    assert took == pytest.approx(expected, abs=0.0001)


def test_in_the_middle_the_median_of_closed_cases_lies_and_kaplan_meier_does_not(bpic2013: Any) -> None:
    fifth_of_may = datetime(2012, 5, 5, tzinfo=UTC)
    month = datetime(2012, 4, 4, tzinfo=UTC)

    with bpic2013.store.reading(EVERYTHING) as session:
        facts = facts_at(session, EVERYTHING, as_of=fifth_of_may)
        told = kpi(session, EVERYTHING, as_of=fifth_of_may, since=month)["kpis"]["time_to_resolve"]["calendar"]

    assert len(facts.cases.number) < 7_554
    assert told["open"] > 1_000
    assert told["km_median_h"] > told["median_h"]


def test_the_columns_of_a_case_say_what_its_events_say(bpic2013: Any, lives: Lives) -> None:
    statement = select(col(Case.resolved_at), col(Case.first_resolved_at), col(Case.version)).order_by(col(Case.id))

    with bpic2013.store.reading(EVERYTHING) as session:
        rows = session.execute(statement).all()

    assert [row.resolved_at.timestamp() if row.resolved_at else None for row in rows] == [
        None if np.isnan(at) else at for at in lives.resolved.tolist()
    ]
    assert [row.first_resolved_at.timestamp() if row.first_resolved_at else None for row in rows] == [
        None if np.isnan(at) else at for at in lives.first_resolved.tolist()
    ]
    assert sum(row.version for row in rows) == 65_533
