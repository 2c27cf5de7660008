"""Whatever happens to a case, its clock keeps these rules."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.clock import Clock, Run
from caselight.core.hours import ALWAYS, BusinessHours
from said import A_MONDAY, ALL_WEEK, OFFICE, at, open_on

MINUTE = timedelta(minutes=1)
ROSTERS = (ALWAYS, OFFICE, open_on(ALL_WEEK, "22:00-06:00", zone="America/New_York"))

minutes = st.integers(0, 14 * 24 * 60)
targets = st.integers(1, 3000).map(lambda count: count * MINUTE)
verbs = st.lists(st.tuples(st.sampled_from(["pause", "resume", "stop", "reopen"]), minutes), max_size=8)
rosters = st.sampled_from(ROSTERS)
quickly = settings(deadline=None, max_examples=60)


def told(hours: BusinessHours, target: timedelta, story: list[tuple[str, int]]) -> Clock:
    clock = Clock.start(target, hours, A_MONDAY)
    for verb, minute in sorted(story, key=lambda step: step[1]):
        clock = getattr(clock, verb)(A_MONDAY + minute * MINUTE)
    return clock


@quickly
@given(rosters, targets, minutes, minutes)
def test_pausing_never_brings_a_breach_nearer(hours: BusinessHours, target: timedelta, one: int, other: int) -> None:
    clock = Clock.start(target, hours, A_MONDAY)
    due = clock.due_at()

    paused = clock.pause(A_MONDAY + min(one, other) * MINUTE).resume(A_MONDAY + max(one, other) * MINUTE)
    paused_due = paused.due_at()

    assert due is not None
    assert paused_due is not None
    assert paused_due >= due


@quickly
@given(rosters, targets, verbs, verbs)
def test_a_miss_outlives_whatever_comes_later(
    hours: BusinessHours, target: timedelta, story: list[tuple[str, int]], sequel: list[tuple[str, int]]
) -> None:
    clock = told(hours, target, story)
    now = A_MONDAY + timedelta(days=15)
    missed = clock.state(now) == "missed"
    due = clock.due_at()

    for verb, minute in sorted(sequel, key=lambda step: step[1]):
        clock = getattr(clock, verb)(now + minute * MINUTE)

    if missed:
        assert clock.state(now + timedelta(days=20)) == "missed"
        assert clock.due_at() == due


@quickly
@given(rosters, targets, verbs)
def test_more_than_the_target_used_is_missed_and_less_never(
    hours: BusinessHours, target: timedelta, story: list[tuple[str, int]]
) -> None:
    clock = told(hours, target, story)
    now = A_MONDAY + timedelta(days=15)

    used = clock.elapsed(now)

    if used != target:
        assert (clock.state(now) == "missed") == (used > target)
    assert timedelta() <= used <= hours.elapsed(A_MONDAY, now)


@quickly
@given(st.sets(st.integers(0, 13)), targets, verbs)
def test_a_holiday_never_makes_an_escalation_earlier(
    holidays: set[int], target: timedelta, story: list[tuple[str, int]]
) -> None:
    festive = replace(OFFICE, holidays=frozenset((A_MONDAY + timedelta(days=day)).date() for day in holidays))

    plain, later = (told(hours, target, story) for hours in (OFFICE, festive))

    for share in (0.5, 0.75, 1):
        reached, reached_later = plain.reached_at(share * target), later.reached_at(share * target)
        assert reached_later is None or (reached is not None and reached <= reached_later)


@quickly
@given(rosters, targets, verbs, minutes)
def test_a_new_round_begins_with_nothing_used(
    hours: BusinessHours, target: timedelta, story: list[tuple[str, int]], minute: int
) -> None:
    clock = told(hours, target, story)
    last = max(clock.runs[-1].start, clock.runs[-1].end or A_MONDAY, A_MONDAY + minute * MINUTE)

    anew = clock.restart(A_MONDAY + minute * MINUTE)

    if clock.stopped_at:
        assert anew is clock
    else:
        assert anew.elapsed(last) == timedelta()
        assert (anew.state(last) == "paused") == (clock.runs[-1].end is not None)


@quickly
@given(rosters, targets, verbs)
def test_a_clock_survives_the_database(hours: BusinessHours, target: timedelta, story: list[tuple[str, int]]) -> None:
    clock = told(hours, target, story)

    again = Clock.from_rows(clock.to_rows(), target=target, hours=hours, stopped_at=clock.stopped_at)

    assert again == clock


def test_runs_are_written_in_utc() -> None:
    rows = Clock.start(MINUTE, ALWAYS, at("Mon 09:00")).pause(at("Mon 10:00")).resume(at("Mon 11:00")).to_rows()

    assert rows == [["2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z"], ["2026-01-05T11:00:00Z", None]]


@pytest.mark.parametrize(
    "runs",
    [
        (),
        (Run(at("Mon 09:00")), Run(at("Mon 10:00"))),  # two at once
        (Run(at("Tue 09:00"), at("Tue 10:00")), Run(at("Mon 09:00"))),  # back in time
    ],
)
def test_runs_that_tell_no_story_are_a_mistake_of_ours(runs: tuple[Run, ...]) -> None:
    with pytest.raises(ValueError, match="in order"):
        Clock(MINUTE, ALWAYS, runs)


def test_a_run_never_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Run(at("Mon 10:00"), at("Mon 09:00"))


def test_a_promise_of_no_time_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Clock.start(timedelta(), ALWAYS, at("Mon 09:00"))
