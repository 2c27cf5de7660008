"""Which cases a window, a filter or a missing calendar takes in, figure by figure."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from caselight.core.kpis import compute
from kpi_oracle import MONDAY, Happened, OneCase, facts_of

DAY = 24
WEEK_END = MONDAY + timedelta(days=7)


def case(opened: float, resolved: float | None = None, **said: object) -> OneCase:
    end = [Happened(resolved, "resolved", 1, 1)] if resolved is not None else []
    return OneCase([Happened(opened, "new", 1, 1), *end], **said)


def window(first_day: int, last_day: int) -> dict[str, float]:
    start = MONDAY.timestamp()
    return {"since": start + first_day * DAY * 3600, "until": start + last_day * DAY * 3600}


def test_speed_takes_cases_by_the_day_they_were_resolved_and_cases_by_the_day_they_were_opened() -> None:
    cases = [case(0, 30), case(26, 40), case(27, 100), case(28)]

    figures = compute(facts_of(cases, WEEK_END, **window(1, 2)))

    assert figures["cases"] == 3
    assert (figures["time_to_resolve"]["calendar"]["n"], figures["time_to_resolve"]["calendar"]["open"]) == (2, 1)
    assert figures["open"] == 1
    assert figures["tiers"]["first"] == {"1": 3, "2": 0, "3": 0}


def test_open_and_backlog_do_not_ask_when_a_case_was_opened() -> None:
    figures = compute(facts_of([case(0)], WEEK_END, **window(3, 4)))

    assert (figures["cases"], figures["open"], figures["backlog"]["oldest_h"]) == (0, 1, 7 * DAY)
    assert figures["hand_offs"] is None


def test_a_client_without_a_calendar_is_left_out_of_business_time_only() -> None:
    cases = [case(9, 11), case(9, 12, client=2)]

    told = compute(facts_of(cases, WEEK_END))["time_to_resolve"]

    assert (told["calendar"]["n"], told["business"]["n"]) == (2, 1)
    assert told["business"]["median_h"] == pytest.approx(2.0)


def test_a_priority_that_was_not_asked_for_still_counts_as_the_earlier_failure() -> None:
    cases = [case(0), case(31 * DAY), case(32 * DAY)]
    facts = facts_of(cases, MONDAY + timedelta(days=40))
    only_last = replace(facts, cases=facts.cases._replace(is_chosen=np.array([False, False, True])))

    told = compute(only_last)

    assert told["cases"] == 1
    assert told["recurrence"] == {"days": 30, "cases": 1, "with_earlier": 1, "percent": 100.0}


def test_what_the_source_called_cancelled_is_an_end_but_no_first_resolution() -> None:
    one = OneCase([Happened(0, "new"), Happened(5, "resolved"), Happened(9, "in progress"), Happened(12, "resolved")])
    facts = facts_of([one], WEEK_END)
    called_off = facts.events._replace(is_cancelling=np.array([False, True, False, False]))

    told = compute(replace(facts, events=called_off))

    assert told["first_resolution"]["calendar"]["median_h"] == 12
    assert told["time_to_resolve"]["calendar"]["median_h"] == 12


def test_first_responses_count_the_open_and_leave_out_those_resolved_without_one() -> None:
    cases = [case(0, responded=2), case(0), case(0, 5)]

    told = compute(facts_of(cases, MONDAY + timedelta(hours=10)))["first_response"]["calendar"]

    assert (told["n"], told["open"], told["median_h"]) == (1, 1, 2.0)


def test_a_response_after_as_of_has_not_happened_yet() -> None:
    told = compute(facts_of([case(0, responded=20)], MONDAY + timedelta(hours=10)))["first_response"]["calendar"]

    assert (told["n"], told["open"]) == (0, 1)


def test_days_are_those_of_the_zone_asked_for() -> None:
    late_on_monday = [case(23.5)]

    utc, berlin = (
        compute(facts_of(late_on_monday, WEEK_END, zone=zone))["frequency"] for zone in ("UTC", "Europe/Berlin")
    )

    assert utc[0] == {"day": "2026-03-02", "count": 1, "expected": None, "alarm": False}
    assert berlin[0]["day"] == "2026-03-03"
    assert (len(utc), utc[-1]["day"]) == (8, "2026-03-09")


def test_a_burst_above_the_usual_weekday_raises_the_alarm_and_a_quiet_day_does_not() -> None:
    usual = [case(day * DAY + 9 + one) for day in range(56) for one in range(4)]
    burst = [case(56 * DAY + 9 + minute / 60) for minute in range(30)]
    figures = compute(facts_of([*usual, *burst], MONDAY + timedelta(days=57.5), **window(50, 58)))["frequency"]

    alarms = [one["day"] for one in figures if one["alarm"]]

    assert alarms == [(MONDAY + timedelta(days=56)).date().isoformat()]
    assert [one["count"] for one in figures] == [4] * 6 + [30, 0]
    assert figures[0]["expected"] == 4
