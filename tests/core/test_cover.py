"""When somebody is there: shifts that touch are one, and what no shift covers is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.calling import Desk
from caselight.core.cover import LOOK_AHEAD, Presence, Span, hours_in, presence, uncovered
from caselight.core.hours import ALWAYS, BusinessHours

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WEEK = timedelta(days=7)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def at(day: int, hour: float) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def a_desk(tier: int = 2, **weekly: list[list[str]]) -> Desk:
    return Desk(1, "Network", tier, BusinessHours.from_dict({"zone": "UTC", "weekly": weekly}))


OFFICE = a_desk(**{day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in WEEKDAYS})
NIGHTS = a_desk(mon=[["22:00", "24:00"]], tue=[["00:00", "06:00"]])


@pytest.mark.parametrize(
    ("desk", "when", "said"),
    [
        (Desk(1, "Desk", 1), at(0, 3), Presence(is_there=True, until=None)),
        (OFFICE, at(0, 10), Presence(is_there=True, until=at(0, 12))),
        (OFFICE, at(0, 12), Presence(is_there=False, until=at(0, 13))),  # the shift ended at that very instant
        (OFFICE, at(4, 18), Presence(is_there=False, until=at(7, 9))),
        (NIGHTS, at(0, 23), Presence(is_there=True, until=at(1, 6))),  # two shifts that touch are one
        (Desk(1, "Desk", 1, ALWAYS), at(0, 3), Presence(is_there=True, until=None)),
    ],
)
def test_a_team_says_whether_it_is_there_and_until_when(desk: Desk, when: datetime, said: Presence) -> None:
    assert presence(desk, when) == said


def test_a_team_away_for_more_than_a_month_has_no_next_shift() -> None:
    days = range((LOOK_AHEAD + WEEK).days)
    holidays = frozenset(MONDAY.date() + timedelta(days=day) for day in days)
    assert OFFICE.hours is not None

    assert presence(replace(OFFICE, hours=replace(OFFICE.hours, holidays=holidays)), at(0, 0)) == (False, None)


def test_what_no_shift_of_the_tier_covers_is_told() -> None:
    others = [a_desk(tier=1, sat=[["00:00", "24:00"]])]

    found = uncovered([OFFICE, NIGHTS, *others], 2, at(0, 0), at(1, 9))

    assert found == [
        Span(at(0, 0), at(0, 9)),
        Span(at(0, 12), at(0, 13)),
        Span(at(0, 17), at(0, 22)),
        Span(at(1, 6), at(1, 9)),
    ]
    assert hours_in(found) == timedelta(hours=18)


def test_a_team_that_is_always_there_covers_its_tier() -> None:
    assert uncovered([OFFICE, Desk(2, "Care", 2)], 2, at(0, 0), at(7, 0)) == []


def test_a_tier_without_a_team_is_never_covered() -> None:
    assert uncovered([OFFICE], 3, at(0, 0), at(7, 0)) == [Span(at(0, 0), at(7, 0))]


A_SHIFT = st.tuples(st.integers(0, 6), st.integers(0, 22), st.integers(1, 24)).filter(lambda it: it[1] < it[2])


@given(st.lists(A_SHIFT, min_size=1, max_size=4), st.integers(0, 7 * 24 - 1))
def test_an_hour_is_uncovered_just_when_no_team_is_on_shift_in_it(
    shifts: list[tuple[int, int, int]], hour: int
) -> None:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    desks = [a_desk(**{days[day]: [[f"{start:02}:00", f"{end:02}:00"]]}) for day, start, end in shifts]
    when = at(0, hour + 0.5)

    spans = uncovered(desks, 2, at(0, 0), at(7, 0))

    assert any(span.start <= when < span.end for span in spans) == (not any(desk.is_there(when) for desk in desks))
