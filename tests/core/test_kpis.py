"""Every key figure equals its slow and obvious twin, at any as-of."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kpi_oracle as oracle
from caselight.core.kpis import KPIS, compute, definitions
from caselight.core.stats import percentile
from kpi_oracle import MONDAY, Happened, OneCase, facts_of

STATUSES = ("new", "in progress", "waiting", "resolved", "closed")
CLOCKS = ("calendar", "calendar_minus_waiting", "business", "business_minus_waiting")


@st.composite
def case(draw: st.DrawFn) -> OneCase:
    start = draw(st.integers(0, 24 * 60))
    gaps = draw(st.lists(st.integers(0, 90), max_size=9))
    hours = np.cumsum([start, *gaps]).tolist()
    statuses = [*draw(st.lists(st.sampled_from(STATUSES), min_size=len(gaps), max_size=len(gaps)))]
    ending = draw(st.sampled_from(("", "", "", "cancelled", "merged")))
    teams = draw(st.lists(st.integers(0, 5), min_size=len(hours), max_size=len(hours)))
    taken = draw(st.lists(st.booleans(), min_size=len(hours), max_size=len(hours)))
    told = ["new", *statuses] if not ending else ["new", *statuses[:-1], ending][: len(hours)]
    events = [
        Happened(hour, status, team, (team + 1) // 2, accepted=accepted and status != "new")
        for hour, status, team, accepted in zip(hours, told, teams, taken, strict=True)
    ]
    return OneCase(events, client=draw(st.integers(1, 2)), cause=draw(st.sampled_from(("vendor", "agent error"))))


cases = st.lists(case(), min_size=1, max_size=12)
as_ofs = st.integers(0, 24 * 90).map(lambda hour: MONDAY + timedelta(hours=hour))
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(cases, as_ofs)
def test_speed_is_what_a_slow_count_says_on_every_clock(cases: list[OneCase], as_of: object) -> None:
    figures = compute(facts_of(cases, as_of))["time_to_resolve"]

    for clock in CLOCKS:
        done, still_open = oracle.spans(cases, as_of, clock)
        if figures is None:
            assert (done, still_open) == ([], [])
            continue
        told = figures[clock]
        assert (told["n"], told["open"]) == (len(done), len(still_open))
        assert told["median_h"] == pytest.approx(percentile(done, 0.5))
        assert told["p90_h"] == pytest.approx(percentile(done, 0.9))
        rounded = [round(span, 6) for span in done], [round(span, 6) for span in still_open]
        assert told["km_median_h"] == pytest.approx(oracle.kaplan_meier(*rounded, 0.5), abs=1e-5)


@often
@given(cases, as_ofs)
def test_moves_between_teams_are_counted_as_a_person_would(cases: list[OneCase], as_of: object) -> None:
    turns = [turn for case in cases if (turn := oracle.teams_in_turn(case, as_of))]

    figures = compute(facts_of(cases, as_of))

    moved = [len(turn) - 1 for turn in turns]
    back = [sum(one == other for one, other in zip(turn, turn[2:], strict=False)) for turn in turns]
    wanted = {"total": sum(moved), "cases": sum(one > 0 for one in moved), "max": max(moved)} if turns else None
    assert figures["hand_offs"] == wanted
    assert figures["ping_pong"] == ({"total": sum(back), "cases": sum(one > 0 for one in back)} if turns else None)


@often
@given(cases, as_ofs)
def test_escalations_and_their_acceptance_are_counted_as_a_person_would(cases: list[OneCase], as_of: object) -> None:
    by_case = [oracle.escalations(case, as_of) for case in cases]
    found = [one for of_case in by_case for one in of_case]

    figures = compute(facts_of(cases, as_of))

    if figures["escalations"] is None:
        assert found == []
        return
    counts = Counter(f"{before}>{after}" for before, after, _ in found)
    assert {key: figures["escalations"][key] for key in ("1>2", "1>3", "2>3")} == {
        key: counts[key] for key in ("1>2", "1>3", "2>3")
    }
    assert figures["escalations"]["cases"] == sum(bool(of_case) for of_case in by_case)
    assert figures["escalations"]["never_accepted"] == sum(took is None for *_, took in found)
    for key, told in figures["escalation_to_accept"].items():
        took = [hours for before, after, hours in found if f"{before}>{after}" == key and hours is not None]
        assert (told["n"], told["median_h"]) == (len(took), pytest.approx(percentile(took, 0.5)))


@often
@given(cases, as_ofs)
def test_open_reopened_and_recurring_cases_are_counted_as_a_person_would(cases: list[OneCase], as_of: object) -> None:
    known = [case for case in cases if case.known(as_of)]
    left_out = [case for case in known if case.status(as_of) in ("cancelled", "merged")]

    figures = compute(facts_of(cases, as_of))

    def again(case: OneCase) -> bool:
        ended = [event.status in oracle.ENDED for event in case.known(as_of)]
        return any(before and not after for before, after in pairwise(ended))

    reopened = [case for case in known if case not in left_out and again(case)]
    assert figures["cases"] == len(known)
    assert figures["open"] == figures["backlog"]["n"] == sum(case.status(as_of) in oracle.OPEN for case in known)
    assert figures["reopened"] in ({None, 0} if not reopened else {len(reopened)})
    if known:
        told = figures["recurrence"]
        assert (told["cases"], told["with_earlier"]) == oracle.recurring(cases, as_of)


def test_no_case_at_all_is_not_zero_and_not_a_hundred_percent() -> None:
    figures = compute(facts_of([], MONDAY))

    counts = {"cases": 0, "open": 0, "overdue": 0, "overdue_escalations": 0}
    empty = {"backlog": {"n": 0, "median_h": None, "p90_h": None, "oldest_h": None}}
    assert figures == dict.fromkeys(KPIS) | counts | empty


def test_every_figure_says_what_it_is() -> None:
    for key, told in definitions().items():
        assert told["unit"], key
        assert told["definition"].endswith("."), key
