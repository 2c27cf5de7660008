"""Drift: found when it is slow, not found in noise or in one bad day."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from caselight.core.drift import LONGEST, drifting_since

START = date(2026, 3, 2)


def series(*counts: float) -> list[tuple[date, int]]:
    return [(START + timedelta(days=at), round(count)) for at, count in enumerate(counts)]


def noise(days: int, mean: float = 20, seed: int = 1) -> list[float]:
    dice = random.Random(seed)  # noqa: S311 – invented counts
    return [max(0.0, dice.gauss(mean, mean**0.5)) for _ in range(days)]


def few(mean: float, seed: int, days: int = 180) -> list[float]:
    """Return counts of a day as they come: by chance, and two at once as often as not."""
    dice = np.random.default_rng(seed)
    return [float(count) for count in dice.negative_binomial(mean, 0.5, days)]


def test_eight_percent_a_week_for_six_weeks_is_found_while_it_lasts() -> None:
    steady = noise(140)
    rising = [count * 1.08 ** (1 + day // 7) for day, count in enumerate(noise(42, seed=2))]

    since = drifting_since(series(*steady, *rising))

    assert since is not None
    assert START + timedelta(days=140) < since < START + timedelta(days=181)


def test_noise_is_hardly_ever_drift() -> None:
    found = [drifting_since(series(*noise(180, seed=seed))) for seed in range(60)]

    assert sum(each is not None for each in found) <= 1


@pytest.mark.parametrize("mean", [1.4, 3])
def test_few_failures_a_day_that_stay_few_do_not_drift(mean: float) -> None:
    found = [drifting_since(series(*few(mean, seed=seed))) for seed in range(60)]

    assert sum(each is not None for each in found) <= 1


@pytest.mark.parametrize("days", range(1, 9))
def test_some_days_above_the_usual_are_no_drift_before_a_week_of_them(days: int) -> None:
    assert drifting_since(series(*[20.0] * 180, *[40.0] * days)) is None
    assert drifting_since(series(*[20.0] * 180, *[40.0] * 9)) == START + timedelta(days=182)


def test_one_bad_day_is_no_drift_and_neither_is_a_fall() -> None:
    steady = noise(180)

    assert drifting_since(series(*steady[:170], 300, *steady[171:])) is None
    assert drifting_since(series(*steady[:140], *[5.0] * 40)) is None


def test_too_little_history_or_too_few_failures_say_nothing() -> None:
    assert drifting_since([]) is None
    assert drifting_since(series(*[5] * 83)) is None
    assert drifting_since(series(*[0.4] * 120, *[9] * 56)) is None


def test_a_weekday_without_failures_is_left_out() -> None:
    week = [0, 9, 9, 9, 9, 9, 9]

    assert drifting_since(series(*week * 20, *[2 * n for n in week] * 6)) is not None


def test_only_so_much_history_is_looked_at() -> None:
    assert drifting_since(series(*[900] * 300, *[20] * LONGEST)) is None
