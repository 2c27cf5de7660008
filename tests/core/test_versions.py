"""Opening hours in versions: every stretch of time counts by the version that was in force in it."""

import time
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.versions import VersionedHours

MONDAY = datetime.fromisoformat("2026-11-16T00:00:00+00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = ("mon", "tue", "wed", "thu", "fri")


def desk(opens: str, closes: str, *holidays: str) -> BusinessHours:
    weekly = {day: [[opens, closes]] for day in DAYS}
    return BusinessHours.from_dict({"zone": "UTC", "weekly": weekly, "holidays": holidays})


EARLY, LATE, ALL_DAY = desk("09:00", "17:00"), desk("13:00", "21:00"), desk("00:00", "00:00")
THREE = VersionedHours(((MONDAY - 900 * DAY, EARLY), (MONDAY + DAY + 15 * HOUR, LATE), (MONDAY + 3 * DAY, ALL_DAY)))


def count(hours: VersionedHours, start: datetime, end: datetime) -> timedelta:
    return timedelta(seconds=float(hours.elapsed_seconds([start.timestamp()], [end.timestamp()])[0]))


@pytest.mark.parametrize(
    ("start", "end", "open_hours"),
    [
        (0, 24, 8),  # Monday by the first
        (24, 48, 6 + 6),  # Tuesday: 09 to 15 by the first, 15 to 21 by the second
        (48, 72, 8),  # Wednesday by the second
        (72, 96, 24),  # Thursday by the third
        (0, 96, 8 + 12 + 8 + 24),
        (96, 0, 0),
        (39, 39, 0),
    ],
)
def test_each_stretch_counts_by_the_version_in_force(start: int, end: int, open_hours: int) -> None:
    assert count(THREE, MONDAY + start * HOUR, MONDAY + end * HOUR) == open_hours * HOUR


@given(st.lists(st.integers(-72 * 60, 7 * 24 * 60), min_size=3, max_size=3))
def test_parts_add_up_to_the_whole_whatever_is_in_force(minutes: list[int]) -> None:
    first, middle, last = (MONDAY + timedelta(minutes=minute) for minute in sorted(minutes))

    assert count(THREE, first, middle) + count(THREE, middle, last) == count(THREE, first, last)


def test_the_first_version_also_held_before_it_was_written_down() -> None:
    assert count(THREE, MONDAY - 2_000 * DAY, MONDAY - 1_995 * DAY) == EARLY.elapsed(
        MONDAY - 2_000 * DAY, MONDAY - 1_995 * DAY
    )


def test_versions_may_be_given_in_any_order_and_one_alone_is_the_hours_themselves() -> None:
    assert VersionedHours(tuple(reversed(THREE.versions))) == THREE
    assert count(VersionedHours.alone(LATE), MONDAY, MONDAY + DAY) == 8 * HOUR


@pytest.mark.parametrize("hours", [THREE, VersionedHours.alone(ALWAYS)])
def test_where_an_end_is_unknown_so_is_the_time(hours: VersionedHours) -> None:
    start = MONDAY.timestamp()

    assert np.isnan(hours.elapsed_seconds([start, np.nan], [np.nan, start])).all()


def test_a_holiday_counts_where_its_version_is_in_force() -> None:
    christmas, easter = date(2026, 12, 25), date(2026, 4, 6)
    first, second = desk("09:00", "17:00", "2026-04-06", "2026-12-25"), desk("09:00", "17:00", "2026-04-06")

    hours = VersionedHours(((MONDAY - 900 * DAY, first), (MONDAY, second)))

    assert hours.holidays == {easter}
    assert VersionedHours.alone(first).holidays == {easter, christmas}


def test_a_hundred_thousand_spans_are_counted_well_within_a_fifth_of_a_second() -> None:
    starts = MONDAY.timestamp() + np.linspace(-700, 10, 100_000) * 86_400
    THREE.elapsed_seconds(starts[:10], starts[:10])  # the years are laid out once

    began = time.process_time()
    THREE.elapsed_seconds(starts, starts + 3 * 86_400)

    assert time.process_time() - began < 0.2
