"""A clock uses up its target in open time while it runs, and remembers a miss."""

from datetime import UTC, datetime, timedelta

import pytest

from caselight.core.clock import Clock, Run
from caselight.core.hours import ALWAYS, BusinessHours
from said import ALL_WEEK, OFFICE, at, open_on

HOUR = timedelta(hours=1)


def a_clock(start: str, target: timedelta = 2 * HOUR, hours: BusinessHours = OFFICE) -> Clock:
    return Clock.start(target, hours, at(start))


def test_an_hour_promised_late_on_friday_is_due_on_monday_morning() -> None:
    assert a_clock("Fri 16:30", HOUR).due_at() == at("next Mon 09:30")


def test_a_case_opened_on_a_holiday_starts_with_the_next_shift() -> None:
    hours = BusinessHours(OFFICE.zone, OFFICE.weekly, frozenset({at("Tue 00:00").date()}))

    clock = a_clock("Tue 10:00", HOUR, hours)

    assert clock.due_at() == at("Wed 10:00")
    assert clock.elapsed(at("Tue 16:00")) == timedelta()


@pytest.mark.parametrize("target", [8 * HOUR, timedelta(days=2)])
def test_a_pause_over_the_weekend_costs_hour_and_day_targets_the_same(target: timedelta) -> None:
    clock = a_clock("Thu 09:00", target)

    paused = clock.pause(at("Thu 10:00")).resume(at("next Mon 10:00"))

    assert OFFICE.elapsed(at("Thu 10:00"), at("next Mon 10:00")) == 16 * HOUR
    assert OFFICE.elapsed(clock.due_at() or at("Mon 00:00"), paused.due_at() or at("Mon 00:00")) == 16 * HOUR


def test_resolving_a_waiting_case_keeps_its_pause() -> None:
    clock = a_clock("Mon 09:00").pause(at("Mon 10:00")).stop(at("Mon 16:00"))

    assert clock.elapsed(at("Mon 17:00")) == HOUR
    assert clock.state(at("Tue 09:00")) == "met"
    assert clock.due_at() == at("Mon 17:00")  # the hour left, counted from the stop


def test_a_case_may_be_opened_waiting() -> None:
    clock = a_clock("Mon 09:00").pause(at("Mon 09:00"))

    assert clock.state(at("Fri 12:00")) == "paused"
    assert clock.due_at() is None
    assert clock.resume(at("Tue 09:00")).due_at() == at("Tue 11:00")


def test_a_case_may_be_opened_resolved() -> None:
    clock = a_clock("Mon 09:00").stop(at("Mon 09:00"))

    assert clock.state(at("Fri 12:00")) == "met"
    assert clock.due_at() == at("Mon 11:00")


def test_a_new_priority_keeps_the_time_used_and_the_pauses() -> None:
    clock = a_clock("Mon 09:00", 8 * HOUR).pause(at("Mon 10:00")).resume(at("Mon 12:00"))

    aimed = clock.aim(4 * HOUR, ALWAYS)

    assert aimed.due_at() == at("Mon 15:00")  # one hour used, two paused
    assert aimed.elapsed(at("Mon 13:00")) == 2 * HOUR
    assert clock.aim(HOUR, OFFICE).due_at() == at("Mon 12:00")  # nothing left when the pause ends


def test_a_reopened_case_goes_on_with_what_was_left() -> None:
    clock = a_clock("Mon 09:00").stop(at("Mon 10:00")).reopen(at("Tue 09:00"))

    assert clock.due_at() == at("Tue 10:00")
    assert clock.state(at("Tue 09:30")) == "at risk"
    assert clock.stop(at("Tue 10:30")).state(at("Tue 12:00")) == "missed"


def test_reopening_never_erases_the_first_miss() -> None:
    clock = a_clock("Mon 09:00").stop(at("Mon 12:00"))

    again = clock.reopen(at("Tue 09:00"))

    assert again.due_at() == at("Mon 11:00")
    assert again.state(at("Tue 09:00")) == "missed"
    assert again.pause(at("Tue 10:00")).state(at("Tue 11:00")) == "missed"
    assert again.stop(at("Tue 10:00")).state(at("Tue 11:00")) == "missed"


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-27T16:00", "2026-03-30T10:00"),  # spring in London: Monday 11:00 on the wall
        ("2026-10-23T15:00", "2026-10-26T11:00"),  # autumn: Friday 16:00 to Monday 11:00 on the wall
    ],
)
def test_the_clock_of_the_client_changes_over_the_weekend(start: str, due: str) -> None:
    clock = Clock.start(3 * HOUR, OFFICE, datetime.fromisoformat(start).replace(tzinfo=UTC))

    assert clock.due_at() == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "target", "due"),
    [
        (open_on(ALL_WEEK, "21:00-02:00"), 6 * HOUR, "Tue 22:00"),  # overnight
        (open_on(ALL_WEEK, "09:00-12:00", "13:00-17:00"), 6 * HOUR, "Mon 16:00"),  # lunch
        (open_on(("mon", "wed"), "09:00-12:00"), 7 * HOUR, "next Mon 10:00"),  # half days
        (open_on(("mon",), "09:00-17:00"), 9 * HOUR, "next Mon 10:00"),  # one open day a week
    ],
)
def test_odd_weeks_count_their_own_open_time(hours: BusinessHours, target: timedelta, due: str) -> None:
    clock = a_clock("Mon 09:00", target, hours)

    assert clock.due_at() == at(due)
    assert clock.elapsed(at(due)) == target


def test_a_warning_before_the_target_is_counted_in_open_time() -> None:
    clock = a_clock("Fri 15:00", 4 * HOUR)

    assert clock.reached_at(0.75 * clock.target) == at("next Mon 10:00")
    assert clock.due_at() == at("next Mon 11:00")


def test_what_was_resolved_late_between_two_looks_is_missed() -> None:
    clock = a_clock("Mon 09:00")

    assert clock.state(at("Mon 10:00")) == "running"
    assert clock.stop(at("Mon 11:01")).state(at("Mon 12:00")) == "missed"


def test_stopped_exactly_when_due_is_met() -> None:
    clock = a_clock("Mon 09:00")

    assert clock.state(at("Mon 11:00")) == "at risk"
    assert clock.stop(at("Mon 11:00")).state(at("Tue 09:00")) == "met"
    assert clock.state(at("Mon 11:01")) == "missed"


def test_a_promise_due_when_the_desk_closes_is_missed_that_evening() -> None:
    clock = a_clock("Fri 15:00")

    assert clock.due_at() == at("Fri 17:00")
    assert clock.state(at("Fri 17:01")) == "missed"
    assert clock.stop(at("Fri 18:00")).state(at("Fri 18:00")) == "missed"
    assert clock.pause(at("Fri 18:00")).state(at("Sat 12:00")) == "missed"


def test_waiting_from_the_very_instant_it_is_due_is_no_miss() -> None:
    held = a_clock("Mon 09:00").pause(at("Mon 11:00"))

    assert held.state(at("Mon 15:00")) == "paused"
    assert held.stop(at("Mon 15:00")).state(at("Mon 15:00")) == "met"
    assert held.resume(at("Mon 15:00")).state(at("Mon 15:01")) == "missed"


def test_three_quarters_of_the_target_used_is_at_risk() -> None:
    clock = a_clock("Mon 09:00")

    assert clock.state(at("Mon 10:29")) == "running"
    assert clock.state(at("Mon 10:30")) == "at risk"


def test_saying_it_twice_changes_nothing() -> None:
    running = a_clock("Mon 09:00")
    held = running.pause(at("Mon 10:00"))
    stopped = held.stop(at("Mon 11:00"))

    assert running.resume(at("Mon 10:00")) is running
    assert running.reopen(at("Mon 10:00")) is running
    assert held.pause(at("Mon 12:00")) is held
    assert stopped.pause(at("Mon 12:00")) is stopped
    assert stopped.resume(at("Mon 12:00")) is stopped
    assert stopped.stop(at("Mon 12:00")) is stopped


def test_an_instant_before_the_last_change_counts_as_it() -> None:
    clock = a_clock("Mon 09:00").pause(at("Mon 08:00")).resume(at("Mon 07:00")).stop(at("Mon 06:00"))

    assert clock.runs == (Run(at("Mon 09:00"), at("Mon 09:00")),) * 2
    assert clock.stopped_at == at("Mon 09:00")
    assert clock.reopen(at("Mon 05:00")).runs[-1] == Run(at("Mon 09:00"))
