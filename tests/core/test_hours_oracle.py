"""Open time agrees with somebody who watches the wall clock, over both changes of the clocks in six zones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.shifts import read_day
from oracle import MINUTE, Watch, watch
from rosters import PLACES, ROSTERS, places, rosters
from said import WEEKDAYS, open_on

DAYS = 8
minutes = st.integers(0, DAYS * 24 * 60)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
targets = st.timedeltas(timedelta(), timedelta(days=20))


@st.composite
def some_hours(draw: st.DrawFn) -> BusinessHours:
    days, *spans = ROSTERS[draw(rosters)]
    zone, first = draw(places)
    return draw(st.sampled_from([ALWAYS, open_on(days, *spans, zone=zone, holidays=(first,))]))


def watched(zone: str, first: str, roster: str) -> tuple[BusinessHours, Watch]:
    days, *spans = ROSTERS[roster]
    start = date.fromisoformat(first)
    holiday = (start + timedelta(days=2)).isoformat()
    apart = start + timedelta(days=4)  # its own hours: into the night before, and into the next day
    own = read_day(apart.weekday(), [["05:00", "07:00"], ["23:00", "01:00"]])
    hours = replace(open_on(days, *spans, zone=zone, holidays=(holiday,)), exceptions=((apart, own),))
    return hours, watch(hours, start, DAYS)


@pytest.mark.parametrize(("zone", "first"), PLACES)
@pytest.mark.parametrize("roster", ["split", "night", "small hours"])
def test_each_hour_of_a_week_with_a_change_is_counted_as_watched(zone: str, first: str, roster: str) -> None:
    hours, slow = watched(zone, first, roster)
    edges = np.arange(0, slow.minutes + 1, 15)

    spent = hours.elapsed_seconds(slow.first.timestamp() + edges[:-1] * 60, slow.first.timestamp() + edges[1:] * 60)

    assert (spent / 60).tolist() == [slow.elapsed(start, start + 15) for start in edges[:-1].tolist()]


@settings(deadline=None, max_examples=40)
@given(places, rosters, minutes, minutes)
def test_elapsed_is_what_the_watch_counted(place: tuple[str, str], roster: str, one: int, other: int) -> None:
    hours, slow = watched(*place, roster)
    start, end = sorted((one, other))

    spent = hours.elapsed(slow.first + start * MINUTE, slow.first + end * MINUTE)

    assert spent == slow.elapsed(start, end) * MINUTE


@settings(deadline=None, max_examples=40)
@given(places, rosters, minutes, st.integers(0, 2000))
def test_due_is_the_minute_the_watch_names(place: tuple[str, str], roster: str, start: int, target: int) -> None:
    hours, slow = watched(*place, roster)
    named = slow.due(start, target)

    due = hours.due(slow.first + start * MINUTE, target * MINUTE)

    assert due == slow.first + named * MINUTE if named is not None else due > slow.first + DAYS * timedelta(days=1)


@settings(deadline=None, max_examples=60)
@given(some_hours(), instants, targets)
def test_due_undoes_elapsed_to_the_microsecond(hours: BusinessHours, start: datetime, target: timedelta) -> None:
    due = hours.due(start, target)

    assert hours.elapsed(start, due) == target
    assert hours.due(start, hours.elapsed(start, due)) == due
    assert due >= start


@settings(deadline=None, max_examples=40)
@given(some_hours(), st.lists(instants, min_size=3, max_size=3))
def test_open_time_adds_up_and_its_parts_leave_no_gap(hours: BusinessHours, given_at: list[datetime]) -> None:
    start, middle, end = sorted(given_at)

    parts = list(hours.parts(start, end))

    assert hours.elapsed(start, middle) + hours.elapsed(middle, end) == hours.elapsed(start, end)
    assert sum((b - a for a, b, is_open in parts if is_open), timedelta()) == hours.elapsed(start, end)
    assert [start, *(b for _, b, _ in parts)] == [*(a for a, _, _ in parts), end]
    assert all(left[2] != right[2] for left, right in pairwise(parts))


@settings(deadline=None, max_examples=30)
@given(some_hours(), st.lists(st.tuples(instants, instants, targets), min_size=1, max_size=20))
def test_many_spans_at_once_are_each_span_alone(
    hours: BusinessHours, rows: list[tuple[datetime, datetime, timedelta]]
) -> None:
    starts, ends = (np.array([row[i].timestamp() for row in rows]) for i in (0, 1))
    wanted = np.array([row[2].total_seconds() for row in rows])

    spent, due = hours.elapsed_seconds(starts, ends), hours.due_seconds(starts, wanted)

    assert spent.tolist() == [hours.elapsed(start, end).total_seconds() for start, end, _ in rows]
    assert due.tolist() == [hours.due(start, target).timestamp() for start, _, target in rows]


def test_a_hundred_thousand_spans_are_counted_while_a_screen_draws() -> None:
    hours, random = open_on(WEEKDAYS, "08:00-12:00", "13:00-20:00", zone="Europe/Berlin"), np.random.default_rng(1)
    starts = 1_790_000_000 + random.uniform(0, 180 * 86_400, 100_000)
    ends = starts + random.uniform(0, 10 * 86_400, 100_000)

    began = perf_counter()
    spent = hours.elapsed_seconds(starts, ends)
    took = perf_counter() - began

    assert took < 0.2  # 18 ms on a quiet machine
    assert np.abs(hours.elapsed_seconds(starts, hours.due_seconds(starts, spent)) - spent).max() == 0
