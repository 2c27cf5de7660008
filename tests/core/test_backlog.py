"""The backlog and its projection, against counting one case at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.backlog import projected, standing
from caselight.core.board import Life

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
DAY = timedelta(days=1)
LIVES = st.lists(
    st.tuples(st.integers(0, 120), st.none() | st.integers(0, 30)).map(
        lambda pair: Life(NOW - pair[0] * DAY, None if pair[1] is None else NOW - pair[0] * DAY + pair[1] * DAY)
    ),
    max_size=60,
)


def open_at(lives: list[Life], at: datetime) -> int:
    return sum(life.opened_at <= at and (life.resolved_at is None or life.resolved_at > at) for life in lives)


def flow(lives: list[Life], at: datetime) -> float:
    """Return what came less what went in a mean day of the four weeks before."""
    came = sum(at - 28 * DAY < life.opened_at <= at for life in lives)
    went = sum(life.resolved_at is not None and at - 28 * DAY < life.resolved_at <= at for life in lives)
    return (came - went) / 28


@given(LIVES)
def test_the_backlog_is_what_was_open_then(lives: list[Life]) -> None:
    instants = [NOW - back * DAY for back in range(40)]

    assert standing(lives, instants) == [open_at(lives, at) for at in instants]


@given(LIVES)
def test_in_a_week_it_is_todays_and_seven_days_of_flow_within_the_errors_of_eight_weeks(lives: list[Life]) -> None:
    found = projected(lives, NOW)

    ends = [NOW - weeks * 7 * DAY for weeks in range(9)]
    ahead = [open_at(lives, end) + 7 * flow(lives, end) for end in ends]
    errors = [open_at(lives, ends[weeks - 1]) - ahead[weeks] for weeks in range(1, 9)]
    assert found.expected == pytest.approx(max(0, ahead[0]))
    assert found.low == pytest.approx(max(0, min(ahead[0], ahead[0] + min(errors))))
    assert found.high == pytest.approx(max(0, ahead[0], ahead[0] + max(errors)))


def test_an_empty_floor_stays_empty() -> None:
    assert (projected([], NOW).low, projected([], NOW).high) == (0, 0)
