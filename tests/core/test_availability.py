"""Availability counts each moment once, keeps planned work apart and knows no infinity."""

from datetime import timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.availability import Spell, grouped, inside, lanes, lost
from caselight.core.downtime import downtime
from caselight.core.hours import BusinessHours
from caselight.core.versions import VersionedHours

MINUTES = st.integers(0, 60)
SPELLS = st.lists(
    st.builds(
        lambda case, start, lasts, is_out, is_planned, vendor: Spell(
            case, 1, 1, start, start + lasts, is_out=is_out, is_planned=is_planned, vendor=vendor
        ),
        st.integers(0, 4),
        MINUTES,
        MINUTES,
        st.booleans(),
        st.booleans(),
        st.sampled_from([None, "Carrier"]),
    ),
    max_size=10,
)
DESK = VersionedHours.alone(BusinessHours.from_dict({"zone": "UTC", "weekly": {"thu": [["00:10", "00:40"]]}}))  # 1970


def covered(spells: list[Spell], since: int, until: int) -> set[int]:
    """Return every second of the window that a spell covers: slow and obvious."""
    return {at for each in spells for at in range(int(each.start), int(each.end)) if since <= at < until}


@given(SPELLS, MINUTES, MINUTES)
def test_what_is_lost_is_every_second_that_something_unplanned_covers(spells: list[Spell], since: int, n: int) -> None:
    until = since + n
    unplanned = [each for each in spells if not each.is_planned]

    found = lost(spells, since=since, until=until)

    assert found.unplanned_s == len(covered(unplanned, since, until))
    assert found.planned_s == len(covered([each for each in spells if each.is_planned], since, until))
    assert found.out_s == len(covered([each for each in unplanned if each.is_out], since, until))
    assert found.vendor_s == len(covered([each for each in unplanned if each.vendor], since, until))
    assert (found.n, found.unplanned_s) == downtime((each.down for each in unplanned), since=since, until=until)[::2][
        :2
    ]


@given(SPELLS)
def test_what_was_up_and_what_was_down_make_the_window(spells: list[Spell]) -> None:
    found = lost(spells, since=0, until=120)

    if found.between_failures is None or found.to_restore is None:
        assert (found.blocks, found.unplanned_s, found.available, found.vendor_share) == (0, 0, 1, None)
    else:
        spent = found.blocks * (found.between_failures + found.to_restore)
        assert spent == pytest.approx(timedelta(seconds=120), abs=timedelta(milliseconds=1))
        assert 0 <= (found.vendor_share or 0) <= 1


@given(SPELLS)
def test_spells_of_one_lane_never_overlap(spells: list[Spell]) -> None:
    taken = lanes(spells)

    pairs = [(a, b) for a in range(len(spells)) for b in range(a) if taken[a] == taken[b]]
    assert all(min(spells[a].end, spells[b].end) <= max(spells[a].start, spells[b].start) for a, b in pairs)
    assert max(taken, default=0) <= max(sum(e.start <= at < e.end for e in spells) for at in range(121)) or not spells


def test_the_agreed_time_is_what_the_calendar_says() -> None:
    spells = [Spell(1, 1, 1, 0, 20 * 60), Spell(2, 1, 1, 15 * 60, 25 * 60), Spell(3, 1, 1, 45 * 60, inf)]

    found = lost(spells, since=0, until=3600, hours=DESK)

    assert (found.agreed_s, found.agreed_lost_s, found.agreed) == (30 * 60, 15 * 60, 0.5)
    assert found.available == pytest.approx(1 - 40 / 60)
    assert lost(spells, since=0, until=3600).agreed is None
    assert lost([], since=0, until=3600, hours=DESK).agreed == 1


def test_without_agreed_time_or_length_there_is_no_share() -> None:
    assert lost([], since=0, until=300, hours=DESK).agreed is None
    assert lost([], since=0, until=0).available is None


def test_what_lies_outside_the_window_is_not_inside_and_groups_keep_their_order() -> None:
    spells = [Spell(1, 1, 1, 0, 5), Spell(2, 2, 1, 5, 9), Spell(3, 1, 1, 20, inf)]

    assert inside(spells, 5, 20) == spells[1:2]
    assert grouped(spells, lambda each: each.client) == {1: [spells[0], spells[2]], 2: [spells[1]]}
