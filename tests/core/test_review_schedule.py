"""Schedules of reviews: at an hour of the client's zone, each period once, also when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from caselight.core.review import Every, Plan
from caselight.core.review.schedule import due

BERLIN = "Europe/Berlin"
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_weekly_one_is_of_the_seven_days_before_its_day() -> None:
    plan = Plan(Every.WEEK, 0, 7, BERLIN)

    found = list(due(plan, after=datetime(2026, 11, 2, 7, tzinfo=UTC), now=datetime(2026, 11, 16, 6, tzinfo=UTC)))

    assert [at for at, _ in found] == [datetime(2026, 11, day, 6, tzinfo=UTC) for day in (9, 16)]
    assert [(one.first, one.last) for _, one in found] == [
        (date(2026, 11, 2), date(2026, 11, 8)),
        (date(2026, 11, 9), date(2026, 11, 15)),
    ]


def test_a_monthly_one_is_of_the_calendar_month() -> None:
    plan = Plan(Every.MONTH, 0, 0, "Asia/Singapore")

    found = list(due(plan, after=BEGAN, now=datetime(2026, 4, 30, 16, tzinfo=UTC)))

    assert [at for at, _ in found] == [datetime(2026, 3, 31, 16, tzinfo=UTC), datetime(2026, 4, 30, 16, tzinfo=UTC)]
    assert [(one.first, one.last) for _, one in found] == [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30)),
    ]


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2026, 3, 29), 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),  # 02:00 is skipped: it is due at 03:00
        (date(2026, 10, 25), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),  # 02:00 comes twice: the first
    ],
)
def test_an_hour_that_is_skipped_or_repeated_makes_it_due_once(day: date, hour: int, utc: datetime) -> None:
    plan = Plan(Every.WEEK, 6, hour, BERLIN)

    found = [at for at, _ in due(plan, after=utc - timedelta(days=3), now=utc + timedelta(days=3))]

    assert found == [utc]
    assert found[0].astimezone(ZoneInfo(BERLIN)).date() == day


@given(
    some.sampled_from(Every),
    some.integers(0, 6),
    some.integers(0, 23),
    some.sampled_from([BERLIN, "America/New_York", "Asia/Singapore", "Australia/Lord_Howe", "Pacific/Apia"]),
    some.integers(0, 500 * 24 * 60),
)
def test_periods_lie_end_to_end_over_by_then_and_however_often_one_looks(
    every: Every, weekday: int, hour: int, zone: str, minutes: int
) -> None:
    plan = Plan(every, weekday, hour, zone)
    looked, until = BEGAN + timedelta(minutes=minutes), BEGAN + timedelta(days=500)

    whole = list(due(plan, after=BEGAN, now=until))
    parts = [*due(plan, after=BEGAN, now=looked), *due(plan, after=looked, now=until)]

    assert parts == whole
    assert all(one.until <= at for at, one in whole)
    assert all(one.until == other.since for (_, one), (_, other) in pairwise(whole))
