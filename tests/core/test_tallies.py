"""Counting failures, against the slow obvious way."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.tallies import PARTS, WEIGHTS, Failure, bars, pareto, week

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
KEYS = st.sampled_from(["vendor", "other", "agent error", "weather", None])


def failure(
    cause: str | None = "vendor", *, ago: float = 60, took: float | None = None, missed: bool = False
) -> Failure:
    """Return a failure opened so many minutes ago, resolved after so many."""
    opened_at = NOW - timedelta(minutes=ago)
    resolved_at = None if took is None else opened_at + timedelta(minutes=took)
    return Failure(1, 2, None, "technical", cause, opened_at, resolved_at, missed)


FAILURES = st.lists(
    st.builds(failure, KEYS, ago=st.integers(1, 9_999), took=st.none() | st.integers(0, 9_999), missed=st.booleans())
)


@given(st.lists(KEYS), st.lists(KEYS))
def test_every_failure_is_under_one_bar_and_the_worst_comes_first(
    now: list[str | None], before: list[str | None]
) -> None:
    found = bars(now, before)

    assert {bar.key: (bar.n, bar.before) for bar in found} == {
        key: (now.count(key), before.count(key)) for key in {*now, *before}
    }
    known = [bar.n for bar in found if bar.key is not None]
    assert known == sorted(known, reverse=True)
    assert all(bar.key is not None for bar in found[:-1])


@given(FAILURES, st.sampled_from(WEIGHTS))
def test_causes_add_up_to_the_whole_and_the_unknown_is_last(failures: list[Failure], weight: str) -> None:
    found = pareto(failures, weight, NOW)
    slow = Counter({each.cause: 0.0 for each in failures})
    for each in failures:
        slow[each.cause] += each.weight(weight, NOW)

    assert {one.key: one.weight for one in found.causes} == pytest.approx({key: n for key, n in slow.items() if n > 0})
    assert all(one.key is not None for one in found.causes[:-1])
    if found.causes:
        assert found.causes[-1].so_far == pytest.approx(1)
    known = sorted((n for key, n in slow.items() if key is not None and n > 0), reverse=True)
    assert found.vital == (
        sum(so_far < 0.8 * sum(known) for so_far in accumulate(known[:-1], initial=0)) if known else 0
    )


def test_the_unknown_is_said_to_hide_much_when_it_would_be_among_the_first_three() -> None:
    some = [failure(cause) for cause in "aabbccddd" + "e"]

    assert pareto([*some, *[failure(None)] * 2], "count", NOW).hides_much
    assert pareto([*some, *[failure(None)] * 1], "count", NOW).unknown_rank == 5
    assert not pareto([*some, failure(None)], "count", NOW).hides_much
    assert not pareto(some, "count", NOW).hides_much


@pytest.mark.parametrize(
    ("one", "weights"),
    [
        (failure(ago=90, took=30, missed=True), (1, 30, 1)),
        (failure(ago=90), (1, 90, 0)),  # still open: until the end of the period
        (failure(ago=90, took=500), (1, 90, 0)),  # resolved after it
    ],
)
def test_a_failure_weighs_one_its_minutes_or_its_breach(one: Failure, weights: tuple[float, ...]) -> None:
    assert tuple(one.weight(name, NOW) for name in WEIGHTS) == weights


def test_the_week_is_that_of_the_viewers_clock() -> None:
    sunday_night = failure()._replace(opened_at=datetime(2026, 11, 15, 23, 30, tzinfo=UTC))

    utc, oslo = (week([sunday_night], ZoneInfo(zone)) for zone in ("UTC", "Europe/Oslo"))

    assert (utc[6][23], oslo[0][0]) == (1, 1)
    assert sum(map(sum, utc)) == sum(map(sum, oslo)) == 1


def test_a_failure_is_counted_under_each_part() -> None:
    assert [failure().key(part) for part in PARTS] == ["technical", 2, "vendor", None]
