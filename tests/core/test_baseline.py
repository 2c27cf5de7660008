"""The usual is the median of the same weekday and hour, and only a real burst rises above its band."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import sqrt
from statistics import median
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.baseline import Usual, judged, usual

MONDAY = date(2026, 1, 5)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def days(*counts: int) -> list[tuple[date, int]]:
    return [(MONDAY + i * DAY, count) for i, count in enumerate(counts)]


def by_hand(counts: dict[date, int], at: date, holidays: set[date]) -> Usual | None:
    first = min(counts)
    window = [at - back * DAY for back in range(56, 0, -1)]
    known = [day for day in window if day >= first and day not in holidays]
    expected = {w: median(values) for w in range(7) if (values := [counts[d] for d in known if d.weekday() == w])}
    usual_days = [day for day in known if expected[day.weekday()] >= 1]
    z = [(counts[day] - expected[day.weekday()]) / sqrt(expected[day.weekday()]) for day in usual_days]
    steps = [abs(b - a) for a, b in pairwise(z)]
    sigma = sum(steps) / len(steps) / 1.128 if steps else 0
    middle = expected.get(at.weekday(), 0)
    if middle < 1 or (at - first).days < 28:
        return None
    reach = 3 * max(1, sigma) * sqrt(middle)
    return Usual(middle, max(0, middle - reach), middle + reach)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=20, max_size=90), st.sets(st.integers(0, 89), max_size=12))
def test_the_usual_of_each_day_is_what_one_works_out_by_hand(counts: list[int], free: set[int]) -> None:
    series, holidays = days(*counts), {MONDAY + i * DAY for i in free}

    answers = judged(series, holidays=holidays)

    for answer, (day, count) in zip(answers, series, strict=True):
        expected = by_hand(dict(series), day, holidays)
        assert (answer.at, answer.count) == (day, count)
        assert (answer.usual is None) == (expected is None)
        if answer.usual and expected:
            assert (answer.usual.expected, answer.usual.low, answer.usual.high) == pytest.approx(
                (expected.expected, expected.low, expected.high)
            )


def test_one_instant_is_judged_as_in_the_series() -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC)
    counts = np.random.default_rng(7).poisson(4, 60 * 24).tolist()
    series = [(start + i * HOUR, count) for i, count in enumerate(counts)]
    at, _ = series[-5]

    assert usual(series, at) == judged(series)[-5].usual
    assert usual(series[:-24], at) == usual(series, at)  # today's own counts are left out
    assert usual(series, at) is not None


def test_each_hour_of_each_weekday_has_its_own_usual() -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC)
    series = [
        (day + hour * HOUR, 1 + hour + 30 * (day.weekday() == 0))
        for day in (start + i * DAY for i in range(35))
        for hour in range(24)
    ]

    answers = {answer.at: answer.usual for answer in judged(series, since=date(2026, 2, 2))}

    assert len(answers) == 7 * 24
    assert all(known.expected == 1 + at.hour + 30 * (at.weekday() == 0) for at, known in answers.items() if known)


def test_a_storm_in_the_past_does_not_make_storms_usual() -> None:
    calm, storm = [5] * 7, [60] * 7

    known = usual(days(*calm * 3, *storm, *calm * 4), MONDAY + 56 * DAY)

    assert known is not None
    assert known.expected == 5


def test_a_holiday_is_not_taken_for_a_quiet_weekday() -> None:
    series = days(*([4, 9, 9, 9, 9, 9, 9] * 2), *([8, 9, 9, 9, 9, 9, 9] * 2))
    holidays = {MONDAY, MONDAY + 7 * DAY}

    known, naive = usual(series, MONDAY + 28 * DAY, holidays=holidays), usual(series, MONDAY + 28 * DAY)

    assert known is not None
    assert naive is not None
    assert (known.expected, naive.expected) == (8, 6)


def test_a_restless_series_has_a_wider_band() -> None:
    even, restless = days(*[10] * 56), days(*[4, 16, 10, 2, 18, 9, 11] * 4, *[16, 4, 10, 18, 2, 11, 9] * 4)
    at = MONDAY + 56 * DAY

    calm, wide = usual(even, at), usual(restless, at)

    assert calm == Usual(10, pytest.approx(10 - 3 * sqrt(10)), pytest.approx(10 + 3 * sqrt(10)))
    assert wide is not None
    assert wide.high > 10 + 4 * sqrt(10)


@pytest.mark.parametrize(
    ("history", "count", "alarm"),
    [
        ([4] * 56, 11, True),
        ([4] * 56, 10, False),  # on the edge of the band
        ([20] * 56, 0, False),  # remarkably few is no alarm
        ([4] * 27, 90, False),  # less than four weeks to go by
        ([0] * 56, 90, False),  # nothing expected: no usual at all
    ],
)
def test_the_alarm_rises_above_the_band_only(history: list[int], count: int, alarm: bool) -> None:  # noqa: FBT001
    assert judged(days(*history, count))[-1].alarm is alarm


def test_fewer_than_three_are_never_an_alarm() -> None:
    assert not Usual(expected=1, low=0, high=1.5).alarm(2)
    assert Usual(expected=1, low=0, high=1.5).alarm(3)


def test_a_day_without_rows_counted_none() -> None:
    mondays = [(MONDAY + i * 7 * DAY, 6) for i in range(8)]

    known = judged([*mondays, (MONDAY + 54 * DAY, 1), (MONDAY + 56 * DAY, 6)])

    assert known[-1].usual == Usual(6, 0, pytest.approx(6 + 3 * sqrt(6)))
    assert known[-2].usual is None  # Saturdays expect none


def test_nothing_to_judge_is_no_error() -> None:
    assert judged([]) == []
    assert judged(days(1, 2), since=MONDAY + 10 * DAY) == []
    assert usual([], MONDAY) is None


def test_half_a_year_by_hour_is_judged_while_a_screen_draws() -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC)
    series = [(start + i * HOUR, i % 7) for i in range(180 * 24)]
    judged(series)

    began = perf_counter()
    judged(series)

    assert perf_counter() - began < 0.3  # 20 ms on a quiet machine
