"""Statistics of the Measure pages against slow, obvious ones on random data, ties and next to nothing."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core import drift, stats, tallies
from caselight.core.tallies import Failure

START = datetime(2026, 10, 19, tzinfo=UTC)
MINUTES = st.integers(0, 14 * 24 * 60 - 1)


def failures(minutes: list[int]) -> list[Failure]:
    return [
        Failure(place, place % 2 + 1, None, "technical", None, START + timedelta(minutes=at), None, is_missed=False)
        for place, at in enumerate(minutes)
    ]


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_both_ends_of_the_interval_lie_196_standard_errors_from_what_was_seen(counts: tuple[int, int]) -> None:
    hits, n = counts
    low, high = stats.wilson(hits, n) or (0.0, 0.0)

    for end in (low, high):
        if 0 < end < 1:
            assert abs(hits / n - end) == pytest.approx(1.96 * sqrt(end * (1 - end) / n), abs=1e-3)
    assert -1e-9 <= low <= hits / n + 1e-9
    assert hits / n - 1e-9 <= high <= 1 + 1e-9


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40), st.integers(0, 100))
def test_a_percentile_is_read_off_the_sorted_values(values: list[int], percent: int) -> None:
    ranked = sorted(values)
    at = percent / 100 * (len(ranked) - 1)
    below, above = ranked[int(at)], ranked[min(int(at) + 1, len(ranked) - 1)]

    assert stats.percentile(values, percent / 100) == pytest.approx(below + (at - int(at)) * (above - below))


@given(st.lists(MINUTES, max_size=60), st.sampled_from(["UTC", "Asia/Kolkata", "Europe/Berlin"]))
def test_each_cell_of_the_week_is_counted_alone(minutes: list[int], name: str) -> None:
    found, zone = failures(minutes), ZoneInfo(name)

    week = tallies.week(found, zone)

    for day in range(7):
        for hour in range(24):
            local = [one.opened_at.astimezone(zone) for one in found]
            assert week[day][hour] == sum((at.weekday(), at.hour) == (day, hour) for at in local)


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(0, 6))
@settings(max_examples=50)
def test_a_drift_is_the_one_worked_out_day_by_day(counts: list[int], shift: int) -> None:
    began = date(2026, 3, 2) + timedelta(days=shift)
    days = [(began + timedelta(days=place), n) for place, n in enumerate(counts)]

    assert drift.drifting_since(days) == by_hand(days)


def by_hand(days: list[tuple[date, int]]) -> date | None:
    """Return since when the days drift, one loop after another."""
    before, lately = days[:-56][-(26 * 7) :], days[-56:]
    if len(before) < 28:
        return None
    usual: dict[int, float] = {}
    for weekday in range(7):
        ranked = sorted(n for at, n in before if at.weekday() == weekday)
        middle = (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
        if middle >= 1:
            usual[weekday] = middle
    z = [(n - usual[at.weekday()]) / usual[at.weekday()] ** 0.5 for at, n in before if at.weekday() in usual]
    moves = [abs(z[place + 1] - z[place]) for place in range(len(z) - 1)]
    sigma = max(1.0, sum(moves) / len(moves) / 1.128) if moves else 1.0
    level, since = 0.0, None
    for at, n in lately:
        if at.weekday() not in usual:
            continue
        score = min((n - usual[at.weekday()]) / usual[at.weekday()] ** 0.5, 3 * sigma)
        level = 0.8 * level + 0.2 * score
        if level <= 3 * sigma * (0.2 / 1.8) ** 0.5:
            since = None
        elif since is None:
            since = at
    return since


@given(st.lists(MINUTES, max_size=60))
def test_the_bars_are_counted_one_by_one(minutes: list[int]) -> None:
    found = failures(minutes)
    now, before = found[::2], found[1::2]

    bars = tallies.bars((one.key("client") for one in now), (one.key("client") for one in before))

    counts = Counter(one.client_id for one in now), Counter(one.client_id for one in before)
    assert {bar.key: (bar.n, bar.before) for bar in bars} == {
        key: (counts[0][key], counts[1][key]) for key in counts[0] | counts[1]
    }
