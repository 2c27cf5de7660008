"""Whatever happens to a case, its clock keeps these rules."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.clock import Clock, Run
from caselight.core.hours import ALWAYS
from rosters import Scene, in_order, minutes, scenes, stories, targets
from said import at

MINUTE = timedelta(minutes=1)
LATER = 15 * 24 * 60  # minutes: after every story
pauses = st.lists(st.tuples(minutes, minutes), max_size=4)
quickly = settings(deadline=None, max_examples=100)


@quickly
@given(scenes(), targets, pauses, minutes, minutes)
def test_pausing_never_brings_a_breach_nearer(
    scene: Scene, target: timedelta, others: list[tuple[int, int]], one: int, other: int
) -> None:
    paused_before = [
        (verb, minute) for pair in others for verb, minute in zip(("pause", "resume"), sorted(pair), strict=True)
    ]
    once_more = [("pause", min(one, other)), ("resume", max(one, other))]

    due = held(scene, target, paused_before).due_at()
    later = held(scene, target, [*paused_before, *once_more]).due_at()

    assert due is not None
    assert later is not None
    assert scene.clock(target).due_at() <= due <= later


def held(scene: Scene, target: timedelta, pauses: list[tuple[str, int]]) -> Clock:
    """Return a clock held while any of these pauses lasts."""
    clock, depth = scene.clock(target), 0
    for verb, minute in sorted(pauses, key=lambda step: (step[1], step[0] == "resume")):
        depth += 1 if verb == "pause" else -1
        clock = clock.pause(scene.at(minute)) if depth else clock.resume(scene.at(minute))
    return clock


@quickly
@given(scenes(), targets, stories, stories)
def test_a_miss_outlives_whatever_comes_later(
    scene: Scene, target: timedelta, story: list[tuple[str, int]], sequel: list[tuple[str, int]]
) -> None:
    clock = scene.told(target, story)
    missed = clock.state(scene.at(LATER)) == "missed"
    due = clock.due_at()

    for verb, minute in in_order(sequel):
        clock = getattr(clock, verb)(scene.at(LATER + minute))

    if missed:
        assert clock.state(scene.at(3 * LATER)) == "missed"
        assert clock.due_at() == due


@quickly
@given(scenes(), targets, stories)
def test_more_than_the_target_used_is_missed_and_less_never(
    scene: Scene, target: timedelta, story: list[tuple[str, int]]
) -> None:
    clock = scene.told(target, story)
    now = scene.at(LATER)

    used = clock.elapsed(now)

    if used != target:
        assert (clock.state(now) == "missed") == (used > target)
    assert timedelta() <= used <= scene.hours.elapsed(scene.start, now)


@quickly
@given(scenes(), st.sets(st.integers(-1, 13)), targets, stories)
def test_a_holiday_never_makes_an_escalation_earlier(
    scene: Scene, holidays: set[int], target: timedelta, story: list[tuple[str, int]]
) -> None:
    plain, later = (each.told(target, story) for each in (scene, scene.on_holiday(holidays)))

    for share in (0.5, 0.75, 0.9, 1, 1.5, 2.5):
        reached, reached_later = plain.reached_at(share * target), later.reached_at(share * target)
        assert reached_later is None or (reached is not None and reached <= reached_later)


@quickly
@given(scenes(), targets, stories, minutes)
def test_a_new_round_begins_with_nothing_used(
    scene: Scene, target: timedelta, story: list[tuple[str, int]], minute: int
) -> None:
    clock = scene.told(target, story)
    last = max(clock.runs[-1].start, clock.runs[-1].end or scene.start, scene.at(minute))

    anew = clock.restart(scene.at(minute))

    if clock.stopped_at:
        assert anew is clock
    else:
        assert anew.elapsed(last) == timedelta()
        assert (anew.state(last) == "paused") == (clock.runs[-1].end is not None)


@quickly
@given(scenes(), targets, stories)
def test_a_clock_survives_the_database(scene: Scene, target: timedelta, story: list[tuple[str, int]]) -> None:
    clock = scene.told(target, story)

    again = Clock.from_rows(clock.to_rows(), target=target, hours=scene.hours, stopped_at=clock.stopped_at)

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
