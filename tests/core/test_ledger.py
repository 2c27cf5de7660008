"""The ledger of a clock tells every stretch of its life, and adds up to the number shown."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.ledger import Part, Turn, What, ledger
from rosters import Scene, in_order, minutes, scenes, stories, targets
from said import ALL_WEEK, OFFICE, at, open_on

HOUR = timedelta(hours=1)
SHOP = open_on(ALL_WEEK[:6], "08:00-20:00")
STATUS = {"pause": "waiting", "resume": "in progress", "stop": "resolved", "reopen": "in progress"}


def story(clock: Clock, *steps: tuple[str, str, str, str]) -> tuple[Clock, list[Turn]]:
    """Return the clock moved by (when, verb, who, why), and the turns that the case took."""
    turns = [Turn(clock.runs[0].start, "new", "Jonas")]
    for when, verb, by, why in steps:
        clock = getattr(clock, verb)(at(when))
        turns.append(Turn(at(when), STATUS[verb], by, why))
    return clock, turns


@settings(deadline=None, max_examples=120)
@given(scenes(), targets, stories, st.integers(0, 8), minutes)
def test_the_parts_add_up_to_the_clock_and_to_the_wall(
    scene: Scene, target: timedelta, steps: list[tuple[str, int]], told: int, asked: int
) -> None:
    clock, now = scene.told(target, steps), scene.at(asked)
    turns = [Turn(scene.at(minute), STATUS[verb], verb) for verb, minute in in_order(steps)]

    found = ledger(clock, turns[:told], now=now)

    end = min(clock.stopped_at or now, now)
    assert found.counted == clock.elapsed(now)
    assert found.wall == end - scene.start
    assert [part.end for part in found.parts[:-1]] == [part.start for part in found.parts[1:]]
    assert sum((found.total(what) for what in What), timedelta()) == found.wall
    assert all(part.span > timedelta() for part in found.parts)


def test_a_ledger_tells_who_held_the_clock_and_why() -> None:
    clock, turns = story(
        Clock.start(8 * HOUR, SHOP, at("Wed 10:10")),
        ("Wed 12:30", "pause", "Jonas", "customer"),
        ("Wed 15:05", "resume", "Jonas", ""),
        ("Wed 16:50", "stop", "Ida", ""),
        ("Wed 18:05", "reopen", "Ida", ""),
        ("Wed 18:30", "pause", "Liv", "supplier"),
        ("Thu 11:16", "resume", "Liv", ""),
    )

    found = ledger(clock, turns, now=at("Thu 14:05"))

    assert found.parts == (
        Part(at("Wed 10:10"), at("Wed 12:30"), What.COUNTED),
        Part(at("Wed 12:30"), at("Wed 15:05"), What.WAITING, "Jonas", "customer"),
        Part(at("Wed 15:05"), at("Wed 16:50"), What.COUNTED),
        Part(at("Wed 16:50"), at("Wed 18:05"), What.RESOLVED, "Ida"),
        Part(at("Wed 18:05"), at("Wed 18:30"), What.COUNTED),
        Part(at("Wed 18:30"), at("Wed 20:00"), What.WAITING, "Liv", "supplier"),
        Part(at("Wed 20:00"), at("Thu 08:00"), What.OUTSIDE),
        Part(at("Thu 08:00"), at("Thu 11:16"), What.WAITING, "Liv", "supplier"),
        Part(at("Thu 11:16"), at("Thu 14:05"), What.COUNTED),
    )
    assert found.counted == clock.elapsed(at("Thu 14:05")) == timedelta(hours=7, minutes=19)
    assert found.wall == timedelta(hours=27, minutes=55)
    assert found.total(What.WAITING) == timedelta(hours=7, minutes=21)


def test_a_holiday_stands_apart_from_the_night() -> None:
    hours = BusinessHours(OFFICE.zone, OFFICE.weekly, frozenset({date(2026, 1, 6)}))

    found = ledger(Clock.start(8 * HOUR, hours, at("Mon 16:00")), [], now=at("Wed 10:00"))

    assert [(part.what, part.span) for part in found.parts] == [
        (What.COUNTED, HOUR),
        (What.OUTSIDE, 16 * HOUR),
        (What.HOLIDAY, 8 * HOUR),
        (What.OUTSIDE, 16 * HOUR),
        (What.COUNTED, HOUR),
    ]


def test_a_wait_that_is_resolved_in_one_go_is_told_as_both() -> None:
    clock, turns = story(
        Clock.start(8 * HOUR, ALWAYS, at("Mon 09:00")),
        ("Mon 10:00", "pause", "Ada", "customer"),
        ("Mon 12:00", "stop", "Ada", ""),
        ("Mon 13:00", "reopen", "Ben", ""),
    )

    found = ledger(clock, turns, now=at("Mon 14:00"))

    assert [part.what for part in found.parts] == [What.COUNTED, What.WAITING, What.RESOLVED, What.COUNTED]
    assert found.parts[2].by == "Ada"


def test_a_wait_that_does_not_hold_the_clock_says_so() -> None:
    clock = Clock.start(8 * HOUR, ALWAYS, at("Mon 09:00"))

    found = ledger(clock, [Turn(at("Mon 10:00"), "waiting", "Ada", "customer")], now=at("Mon 11:00"))

    assert [(part.what, part.why) for part in found.parts] == [(What.COUNTED, ""), (What.COUNTED, "customer")]


def test_a_ledger_of_the_past_ends_at_its_instant() -> None:
    clock = Clock.start(8 * HOUR, ALWAYS, at("Mon 09:00")).stop(at("Mon 15:00"))

    assert ledger(clock, [], now=at("Mon 10:00")).wall == HOUR
    assert ledger(clock, [], now=at("Mon 08:00")).parts == ()
