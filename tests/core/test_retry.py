"""When a delivery is tried again: soon at first, then ever more rarely, and one day not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.retry import FIRST, GIVEN_UP_AFTER, LONGEST, MOST_TRIES, next_try

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
TRIES = st.integers(1, MOST_TRIES - 1)
CHANCE = st.floats(0, 1, exclude_max=True)


def wait(tries: int, chance: float = 0.5) -> timedelta:
    at = next_try(NOW, tries=tries, first_try_at=NOW, chance=chance)
    assert at is not None
    return at - NOW


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 10), (2, 20), (3, 40), (6, 320), (9, 2_560), (10, 3_600), (11, 3_600)]
)
def test_the_wait_doubles_from_ten_seconds_to_an_hour(tries: int, seconds: int) -> None:
    assert wait(tries) == timedelta(seconds=seconds)


@given(TRIES, CHANCE)
def test_the_wait_keeps_its_bounds_whatever_the_jitter(tries: int, chance: float) -> None:
    assert FIRST <= wait(tries, chance) <= LONGEST


@given(st.integers(2, 8))
def test_what_failed_together_is_not_tried_together(tries: int) -> None:
    assert wait(tries, 0.1) < wait(tries, 0.9)


def test_it_is_given_up_after_twelve_tries_or_a_day() -> None:
    a_day_ago = NOW - GIVEN_UP_AFTER

    assert next_try(NOW, tries=MOST_TRIES, first_try_at=NOW, chance=0.5) is None
    assert next_try(NOW, tries=1, first_try_at=a_day_ago, chance=0.5) is None
    assert next_try(NOW, tries=1, first_try_at=a_day_ago + timedelta(seconds=1), chance=0.5) is not None


def test_twelve_tries_take_most_of_a_working_day_and_no_more_than_a_day() -> None:
    longest = sum((wait(tries) for tries in range(1, MOST_TRIES)), timedelta())

    assert timedelta(hours=3) < longest < GIVEN_UP_AFTER
