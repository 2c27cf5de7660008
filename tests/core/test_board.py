from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from caselight.core.board import (
    Life,
    Promised,
    Standing,
    by_hour,
    by_now,
    midnight,
    month_began,
    open_usual,
    per_hour,
    speed,
)
from floor import at

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
NOW = at("Mon 10:00")


def lives(*took: float, opened: timedelta = timedelta(hours=20)) -> list[Life]:
    """Cases opened so long before now, each resolved after so many hours."""
    return [Life(NOW - opened, NOW - opened + hours * HOUR) for hours in took]


def test_half_of_the_cases_are_resolved_within_the_median() -> None:
    found = speed(lives(*range(1, 20)), NOW)

    assert found.half == 10 * HOUR
    assert (found.resolved, found.unresolved) == (19, 0)


def test_open_cases_make_resolution_slower_not_invisible() -> None:
    still_open = [Life(NOW - 19.5 * HOUR, None)] * 19

    found = speed([*lives(*range(1, 20)), *still_open], NOW)

    assert found.half is not None
    assert found.half > 18 * HOUR
    assert found.unresolved == 19


def test_a_span_that_too_few_were_watched_for_is_only_known_to_be_longer() -> None:
    found = speed(lives(*range(1, 13)), NOW)

    assert found.most is None
    assert found.beyond == 3 * HOUR  # after three hours ten of twelve were still watched


def test_cases_from_before_the_window_are_watched_only_from_its_beginning() -> None:
    """A day in which twelve cases took an hour each is a quick day, whatever lay open for weeks before it."""
    old = [Life(NOW - 3 * WEEK, None)] * 40

    quick = speed([*lives(*[1.0] * 12), *old], NOW, since=NOW - DAY)

    assert quick.half == HOUR
    assert speed([*lives(*[1.0] * 12), *old], NOW).half is None


def test_nothing_is_said_of_no_cases() -> None:
    found = speed([], NOW, since=NOW - DAY)

    assert (found.half, found.most, found.beyond, found.resolved) == (None, None, None, 0)


def test_hours_without_a_case_count_none_and_the_last_is_the_running_one() -> None:
    found = per_hour(by_hour([at("Mon 08:10"), at("Mon 08:50"), at("Mon 10:00")]), at("Mon 10:30"), UTC, hours=3)

    assert [(each.at, each.count) for each in found] == [
        (at("Mon 08:00"), 2),
        (at("Mon 09:00"), 0),
        (at("Mon 10:00"), 1),
    ]


def test_an_hour_is_held_against_the_same_hour_of_the_weeks_before() -> None:
    usual = [at("Mon 09:05") - weeks * WEEK for weeks in range(1, 9) for _ in range(4)]

    [nine, _] = per_hour(by_hour([*usual, *[at("Mon 09:30")] * 30]), at("Mon 10:30"), UTC, hours=2)

    assert nine.usual is not None
    assert nine.usual.expected == 4
    assert nine.alarm


def test_what_is_usual_by_now_leaves_out_the_rest_of_the_day() -> None:
    mornings = [at("Mon 08:00") - weeks * WEEK for weeks in range(1, 9) for _ in range(6)]
    evenings = [at("Mon 20:00") - weeks * WEEK for weeks in range(1, 9) for _ in range(50)]

    found = by_now([*mornings, *evenings], NOW, UTC)

    assert found is not None
    assert found.expected == 6


def test_the_usual_number_of_open_cases_is_that_of_this_hour_on_this_weekday() -> None:
    mondays = [NOW - weeks * WEEK for weeks in range(1, 9)]
    then_open = [Life(monday - HOUR, monday + HOUR) for monday in mondays for _ in range(5)]

    found = open_usual(then_open, NOW, UTC)

    assert found is not None
    assert found.expected == 5


def test_without_weeks_of_history_nothing_is_usual() -> None:
    assert open_usual([], NOW, UTC) is None
    assert by_now([NOW - DAY], NOW, UTC) is None


@pytest.mark.parametrize(
    ("stopped", "missed", "is_missed"),
    [
        ("Mon 09:00", None, False),  # at the due instant is in time
        ("Mon 09:01", None, True),
        (None, None, True),  # still running, and past due
        ("Mon 08:00", "Fri 09:00", True),  # met after reopening: the first miss stays on record
    ],
)
def test_a_promise_is_missed_once_its_due_instant_has_passed(
    stopped: str | None, missed: str | None, *, is_missed: bool
) -> None:
    promise = Promised(1, at("Mon 09:00"), at(stopped) if stopped else None, at(missed) if missed else None)

    assert promise.missed(NOW) is is_missed


@pytest.mark.parametrize(
    ("met", "missed", "per_mille", "left"),
    [(157, 7, 950, 1), (205, 31, 900, -8), (100, 0, 1000, 0), (0, 0, 900, 0)],
)
def test_the_allowance_is_what_may_still_be_missed_of_those_decided(
    met: int, missed: int, per_mille: int, left: int
) -> None:
    assert Standing("Parcelo Shop", met, missed, per_mille).allowance == left


def test_days_and_months_begin_in_the_zone() -> None:
    singapore = ZoneInfo("Asia/Singapore")

    assert midnight(at("Mon 17:00"), singapore) == at("Mon 16:00")
    assert month_began(at("Mon 17:00"), singapore) == at("Mon 16:00") - 16 * DAY
