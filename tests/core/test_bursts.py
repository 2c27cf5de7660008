"""Bursts: what chance does not explain, against the tail summed up slowly."""

from datetime import UTC, datetime, timedelta
from math import exp, factorial, gamma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.bursts import LEAST, MOST, RARE, bursts, dispersion, remarkable
from caselight.core.tallies import Failure

DAY, MONTH = timedelta(days=1), timedelta(days=30)
START = datetime(2026, 10, 1, tzinfo=UTC)


def failures(*minutes: float, service: int | None = 7, since: datetime = START) -> list[Failure]:
    return [
        Failure(place, 1, service, "technical", None, since + timedelta(minutes=at), None, is_missed=False)
        for place, at in enumerate(minutes, 1)
    ]


def below(count: int, mean: float, spread: float) -> float:
    """Return the chance of fewer than `count`, by the formulas of a textbook."""
    if spread <= 1.000_001:
        return sum(exp(-mean) * mean**k / factorial(k) for k in range(count))
    size = mean / (spread - 1)
    return sum(
        gamma(size + k) / gamma(size) / factorial(k) * spread**-size * (1 - 1 / spread) ** k for k in range(count)
    )


@given(st.floats(0.05, 8), st.sampled_from([1.0, 1.5, 3.0]))
def test_the_remarkable_count_is_the_first_that_chance_hardly_reaches(mean: float, spread: float) -> None:
    count = remarkable(mean, spread)

    assert 1 - below(count, mean, spread) < RARE * 1.001
    assert count == LEAST or 1 - below(count - 1, mean, spread) >= RARE * 0.999


def test_nobody_asks_for_more_than_the_most() -> None:
    assert remarkable(10_000, 1) == MOST


def test_a_burst_is_found_with_its_cases_and_everyday_failures_are_none() -> None:
    everyday = [day * 1440 + hour * 60 for day in range(30) for hour in (9, 14)]
    struck = [10 * 1440 + 540 + minute for minute in range(1, 12, 2)]

    [burst] = bursts(failures(*sorted([*everyday, *struck])), failures(*everyday, since=START - MONTH), MONTH)

    assert len(burst.numbers) == 7
    assert burst.began_at == START + 10 * DAY + timedelta(hours=9)
    assert burst.ended_at == START + 10 * DAY + timedelta(hours=9, minutes=11)
    assert (burst.client_id, burst.service_id) == (1, 7)


def test_a_failure_of_a_busy_hour_just_before_hides_no_burst_of_a_quiet_one() -> None:
    busy = [day * 1440 + 540 + minute for day in range(1, 30) for minute in range(0, 60, 2)]

    found = bursts(failures(599, *range(600, 605), *busy), [], MONTH)

    assert (2, 3, 4, 5, 6) in [burst.numbers for burst in found]


def test_half_hours_that_touch_are_one_burst_and_others_are_apart_newest_first() -> None:
    found = bursts(failures(*range(0, 60, 5), *range(3000, 3025, 5)), [], MONTH)

    assert [len(burst.numbers) for burst in found] == [5, 12]


def test_the_same_minute_at_two_services_is_no_burst() -> None:
    assert bursts([*failures(1, 2, service=1), *failures(1, 2, service=None)], [], MONTH) == []


def test_what_comes_in_clumps_anyway_is_not_remarkable() -> None:
    clumps = [day * 1440 + 540 + minute for day in range(30) for minute in range(5)]

    assert bursts(failures(*clumps), failures(*clumps, since=START - MONTH), MONTH) == []


def test_the_spread_is_the_variance_of_half_hours_over_their_mean() -> None:
    assert dispersion([], DAY) == 1
    assert dispersion(failures(0, 1, 2, 3), DAY) == pytest.approx((16 / 48 - (4 / 48) ** 2) / (4 / 48))
