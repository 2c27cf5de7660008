"""Downtime counts each moment once, whatever overlaps, whatever the order, and only inside the window."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.downtime import Down, clipped, downtime, length, union
from caselight.core.kpis import compute
from kpi_oracle import MONDAY, Happened, OneCase, facts_of

MINUTES = st.integers(0, 60)
DOWNS = st.lists(
    st.builds(lambda case, start, lasts: Down(case, start, start + lasts), st.integers(0, 3), MINUTES, MINUTES),
    max_size=12,
)
EVER = {"since": -np.inf, "until": np.inf}


@given(DOWNS)
def test_the_union_is_every_minute_that_something_covers(downs: list[Down]) -> None:
    covered = {minute for each in downs for minute in range(int(each.start), int(each.end))}

    found = downtime(downs, **EVER)

    assert found.merged_s == len(covered)
    assert found.merged_s <= found.sum_s <= sum(each.end - each.start for each in downs)
    assert found.n == len({each.case for each in downs})


@given(DOWNS)
def test_blocks_are_apart_and_in_order(downs: list[Down]) -> None:
    blocks = union((each.start, each.end) for each in downs)

    assert all(start < end for start, end in blocks)
    assert all(end < start for (_, end), (start, _) in pairwise(blocks))


@given(DOWNS, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_told_changes_nothing(downs: list[Down], chance: Any) -> None:
    told = list(downs)
    chance.shuffle(told)

    assert downtime(told, **EVER) == downtime(downs, **EVER)


@given(DOWNS, MINUTES)
def test_two_windows_side_by_side_hold_what_one_holds(downs: list[Down], middle: int) -> None:
    halves = downtime(downs, since=0, until=middle), downtime(downs, since=middle, until=120)

    whole = downtime(downs, since=0, until=120)

    assert sum(half.merged_s for half in halves) == whole.merged_s
    assert sum(half.sum_s for half in halves) == whole.sum_s


@given(DOWNS, MINUTES, MINUTES)
def test_nothing_reaches_out_of_the_window(downs: list[Down], since: int, lasts: int) -> None:
    inside = clipped(downs, since, since + lasts)

    assert all(since <= each.start <= each.end <= since + lasts for each in inside)
    assert length(union((each.start, each.end) for each in inside)) <= lasts


def test_what_had_no_length_is_a_case_but_no_block() -> None:
    found = downtime([Down(1, 30, 30)], since=0, until=60)

    assert (found.n, found.sum_s, found.blocks) == (1, 0, 0)


def test_a_case_that_hit_three_services_counts_once() -> None:
    downs = [Down(1, 0, 60), Down(1, 0, 60), Down(1, 30, 90), Down(2, 60, 120)]

    assert downtime(downs, **EVER) == (2, 90 + 60, 120, 1)


def figure(downs: list[Down], *, hours: float = 10, status: str = "in progress", **window: Any) -> dict[str, Any]:
    case = OneCase([Happened(0, "new"), Happened(1, status)])
    facts = facts_of([case], MONDAY + timedelta(hours=hours))
    return compute(replace(facts, downs=downs, **window))["downtime"]


def down(start: float, end: float) -> Down:
    return Down(0, MONDAY.timestamp() + start * 3600, MONDAY.timestamp() + end * 3600)


def test_availability_is_what_is_left_of_the_calendar_time() -> None:
    window = {"since": MONDAY.timestamp(), "until": MONDAY.timestamp() + 8 * 3600}

    found = figure([down(2, 4), down(3, 5)], **window)

    assert found == {"n": 1, "sum_min": 180, "merged_min": 180, "blocks": 1, "availability_percent": 62.5}


def test_what_still_lasts_lasts_until_as_of() -> None:
    assert figure([down(2, np.inf)])["merged_min"] == 8 * 60
    assert figure([down(2, np.inf)])["availability_percent"] == 0


def test_a_window_without_interruptions_was_up_and_an_empty_one_is_nothing() -> None:
    start = MONDAY.timestamp() + 6 * 3600

    calm = figure([down(2, 4)], since=start)

    assert calm == {"n": 0, "sum_min": 0, "merged_min": 0, "blocks": 0, "availability_percent": 100}
    assert figure([down(2, 4)], since=start, until=start)["availability_percent"] is None


@pytest.mark.parametrize("status", ["cancelled", "merged"])
def test_a_case_taken_out_takes_its_downtime_along(status: str) -> None:
    assert figure([down(2, 4)], status=status) is None
