"""Figures are exact, count the open cases, and say nothing where there is nothing to say."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.stats import KmQuantile, kaplan_meier, km_quantile, percentile, wilson

durations = st.lists(st.integers(0, 12), max_size=30)  # few values, so that ties abound
shares = st.sampled_from(["0.1", "0.25", "0.5", "0.75", "0.9", "1"])


def slow_kaplan_meier(closed: list[int], still_open: list[int], share: Fraction) -> tuple[int, int] | None:
    left = Fraction(1)
    for time in sorted(set(closed)):
        at_risk = sum(age >= time for age in closed + still_open)
        left *= 1 - Fraction(closed.count(time), at_risk)
        if left <= 1 - share:
            return time, at_risk
    return None


@settings(deadline=None, max_examples=200)
@given(durations, durations, shares)
def test_kaplan_meier_is_what_one_works_out_by_hand(closed: list[int], still_open: list[int], share: str) -> None:
    by_hand = slow_kaplan_meier(closed, still_open, Fraction(share))

    quantile = km_quantile(closed, still_open, float(share))

    assert quantile == (KmQuantile(*by_hand) if by_hand else None)
    assert kaplan_meier(closed, still_open, float(share)) == (by_hand[0] if by_hand else None)


@pytest.mark.parametrize(("closed", "still_open"), [([], []), ([], [3.0, 4.0]), ([1.0], [2.0, 2.0, 2.0])])
def test_a_share_that_is_never_reached_has_no_duration(closed: list[float], still_open: list[float]) -> None:
    assert kaplan_meier(np.array(closed), np.array(still_open), 0.5) is None


def test_open_cases_hold_the_median_up() -> None:
    closed, still_open = np.arange(1.0, 11.0), np.full(10, 20.0)

    assert percentile(closed, 0.5) == 5.5
    assert km_quantile(closed, still_open, 0.5) == KmQuantile(10.0, 11)


def test_without_open_cases_nine_in_ten_of_ten_is_the_ninth() -> None:
    assert kaplan_meier(np.arange(1.0, 11.0), np.array([]), 0.9) == 9.0


def test_a_large_log_is_not_led_astray_by_rounding() -> None:
    assert kaplan_meier(np.arange(1.0, 100_001.0), np.array([]), 0.9) == 90_000.0


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, None),
        ([7.0], 0.9, 7.0),
        ([1.0, 2.0], 0.5, 1.5),
        ([1.0, 2.0, 3.0, 4.0, 5.0], 0.9, 4.6),
        ([600.0], 0.5, 600.0),  # ten minutes stay ten minutes
    ],
)
def test_percentiles_interpolate_in_a_line(values: list[float], share: float, expected: float | None) -> None:
    assert percentile(values, share) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (9, 10, 0.5958, 0.9821), (850, 1000, 0.8265, 0.8708)],
)
def test_the_interval_of_a_share_is_wilsons(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("hits", "n"), [(2, 1), (-1, 1)])
def test_more_hits_than_cases_is_a_mistake_of_ours(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, n)
