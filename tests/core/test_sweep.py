"""What fell due: each threshold once, in order, whenever it is asked."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS
from caselight.core.matrix_defaults import LAST, THRESHOLDS
from caselight.core.sweep import Due, Key, fell_due, is_late, next_at, percents, watched
from rosters import LONGEST, Scene, in_order, minutes, scenes, targets

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLOCK = Clock.start(4 * HOUR, ALWAYS, NOON)
FAR = NOON + timedelta(days=30)


def due(clock: Clock, as_of: datetime, done: frozenset[Key] = frozenset()) -> list[Due]:
    return fell_due([watched("a", clock, list(THRESHOLDS), as_of=as_of)], done, as_of)


def test_a_late_look_finds_every_threshold_with_the_instant_it_was_passed() -> None:
    found = due(CLOCK, NOON + 7 * HOUR)

    assert [(one.key.threshold, one.due_at) for one in found] == [
        (50, NOON + 2 * HOUR),
        (75, NOON + 3 * HOUR),
        (100, NOON + 4 * HOUR),
        (150, NOON + 6 * HOUR),
    ]


def test_due_exactly_now_is_not_passed_yet() -> None:
    assert [one.key.threshold for one in due(CLOCK, NOON + 4 * HOUR)] == [50, 75]


def test_after_the_highest_it_repeats_up_to_the_last() -> None:
    assert list(percents([50, 100, 150])) == [50, 100, *range(150, LAST + 1, 100)]
    assert list(percents([])) == []


def test_a_paused_clock_passes_nothing_and_need_not_be_looked_at() -> None:
    paused = CLOCK.pause(NOON + HOUR)

    assert due(paused, FAR) == []
    assert next_at(watched("a", paused, list(THRESHOLDS), as_of=FAR), frozenset()) is None


def test_a_clock_stopped_late_between_two_looks_was_still_passed() -> None:
    stopped = CLOCK.stop(NOON + 5 * HOUR)

    assert [one.key.threshold for one in due(stopped, FAR)] == [50, 75, 100]


def test_a_clock_stopped_exactly_at_due_was_in_time() -> None:
    assert [one.key.threshold for one in due(CLOCK.stop(NOON + 4 * HOUR), FAR)] == [50, 75]


def test_in_a_new_cycle_what_was_used_up_before_falls_due_at_its_start() -> None:
    again = CLOCK.stop(NOON + 5 * HOUR).reopen(NOON + 9 * HOUR)
    watch = watched("a", again, [75, 100], as_of=NOON + 9 * HOUR, cycle=1, since=NOON + 9 * HOUR)

    found = fell_due([watch], frozenset(), NOON + 10 * HOUR)

    assert [(one.due_at, one.key.threshold, one.key.cycle) for one in found] == [
        (NOON + 9 * HOUR, 75, 1),
        (NOON + 9 * HOUR, 100, 1),
    ]


def test_what_was_noticed_within_a_minute_is_not_late() -> None:
    assert not is_late(NOON, NOON + timedelta(seconds=60))
    assert is_late(NOON, NOON + timedelta(seconds=61))


@settings(deadline=None, max_examples=120)
@given(scenes(), targets, st.lists(st.tuples(st.sampled_from(["pause", "resume", "stop"]), minutes)), st.lists(minutes))
def test_looking_often_or_once_finds_the_same(
    scene: Scene, target: timedelta, story: list[tuple[str, int]], looks: list[int]
) -> None:
    end = scene.at(LONGEST + 1)
    clock, done, found = scene.clock(target), set[Key](), list[Due]()

    for verb, minute in in_order([*story, *(("look", minute) for minute in looks), ("look", LONGEST + 1)]):
        if verb != "look":
            clock = getattr(clock, verb)(scene.at(minute))
            continue
        new = due(clock, scene.at(minute), frozenset(done))
        found += new
        done |= {one.key for one in new}

    assert sorted(found) == due(scene.told(target, story), end)
    assert len(done) == len(found)


@given(st.integers(min_value=1, max_value=4000), st.integers(min_value=0, max_value=4000))
def test_the_next_look_is_when_the_next_threshold_passes(now: int, later: int) -> None:
    as_of = NOON + timedelta(minutes=now)
    done = frozenset(one.key for one in due(CLOCK, as_of))
    next_look = next_at(watched("a", CLOCK, list(THRESHOLDS), as_of=as_of), done)
    then = as_of + timedelta(minutes=later)

    has_new = bool(due(CLOCK, then, done))

    assert has_new == (next_look is not None and next_look < then)
