"""Where work waits between teams: against a slow reading of each case's events."""

from collections import defaultdict
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from caselight.core.kpis import Lives
from caselight.core.lanes import Lane, lanes
from kpi_oracle import MONDAY, Happened, OneCase, facts_of

OPEN = ("new", "in progress", "waiting")
AS_OF = MONDAY + timedelta(hours=60)

events = st.builds(
    Happened,
    hour=st.integers(0, 59).map(float),
    status=st.sampled_from(["new", "in progress", "waiting", "resolved"]),
    team=st.integers(0, 3),
    tier=st.just(1),
    accepted=st.booleans(),
)
lives = st.lists(events, min_size=1, max_size=7).map(lambda some: OneCase(sorted(some, key=lambda event: event.hour)))


def found(cases: list[OneCase]) -> list[Lane]:
    return lanes(Lives(facts_of(cases, AS_OF)))


def slow(cases: list[OneCase]) -> dict[tuple[int, int], list[tuple[float, bool]]]:
    """Return of each way the hours each arrival lay there, and whether it was taken."""
    spans = defaultdict(list)
    for case in cases:
        told = case.events
        for place in range(1, len(told)):
            came_from, went_to = told[place - 1].team, told[place].team
            if came_from == went_to or not came_from or not went_to:
                continue
            hours, was_taken = 60 - told[place].hour, False
            for later in told[place:]:
                if later.team != went_to or later.status not in OPEN:
                    hours = later.hour - told[place].hour
                    break
                if later.accepted:
                    hours, was_taken = later.hour - told[place].hour, True
                    break
            spans[came_from, went_to].append((hours, was_taken))
    return spans


@given(st.lists(lives, min_size=1, max_size=6))
def test_each_way_counts_what_went_it_and_how_long_it_lay(cases: list[OneCase]) -> None:
    expected = slow(cases)

    told = {(lane.came_from, lane.went_to): lane for lane in found(cases)}

    assert told.keys() == expected.keys()
    for way, spans in expected.items():
        assert told[way].n == len(spans)
        assert told[way].untaken == sum(not was_taken for _, was_taken in spans)
        assert told[way].waited == timedelta(hours=sum(hours for hours, _ in spans))


def test_the_way_where_most_time_is_waited_comes_first_and_half_are_taken_within() -> None:
    quick = [
        OneCase(
            [
                Happened(0, "new", 1, 1),
                Happened(1, "in progress", 2, 1),
                Happened(2, "in progress", 2, 1, accepted=True),
            ]
        )
    ]
    slowly = [
        OneCase([Happened(0, "new", 1, 1), Happened(1, "new", 3, 2), Happened(9, "in progress", 3, 2, accepted=True)])
    ]

    first, second = found([*quick, *slowly])

    assert (first.went_to, first.half, first.waited) == (3, timedelta(hours=8), timedelta(hours=8))
    assert (second.went_to, second.half) == (2, timedelta(hours=1))


def test_nothing_moved_is_no_way() -> None:
    assert found([OneCase([Happened(0, "new", 1, 1), Happened(5, "in progress", 1, 1, accepted=True)])]) == []
