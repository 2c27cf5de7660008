"""What is written on the demo's cases: as much and as various as the scenario says, some of it due, little overdue."""

from collections import Counter
from statistics import fmean

import pytest

from caselight.core.lifecycle import OPEN
from caselight.core.problems import standing
from caselight.core.promises import Promise
from caselight.store.tables import CaseSheet
from whole_demo import NOW, Whole

REMEDIES = {"refund": 25, "replacement": 20, "credit": 15, "other action": 5}  # percent; else an apology or a call


def of_kind(demo: Whole, *kinds: str) -> list[CaseSheet]:
    return [sheet for sheet in demo.sheets if sheet.kind in kinds]


def test_a_third_of_those_asked_answered_and_a_late_resolution_pleased_less(demo: Whole) -> None:
    answers = of_kind(demo, "feedback")
    late = {row.case_id for row in demo.clocks if row.promise == Promise.RESOLUTION and row.first_missed_at}
    in_time, too_late = (
        [row.score or 0 for row in answers if (row.case_id in late) is is_late] for is_late in (False, True)
    )

    assert 2_450 <= len(answers) <= 2_750
    assert fmean(row.details["score_before"] for row in answers) == pytest.approx(1.9, abs=0.1)
    assert fmean(row.details["would_return"] for row in answers) == pytest.approx(6.8, abs=0.2)
    assert (fmean(in_time), fmean(too_late)) == pytest.approx((4.0, 2.9), abs=0.12)


def test_customers_are_won_back_by_what_the_scenario_says(demo: Whole) -> None:
    remedies = Counter(row.details["action"] for row in of_kind(demo, "action"))
    settled = {row.case_id for row in of_kind(demo, "resolution")}
    closed = [case for case in demo.cases.values() if case.record_type == "recovery" and case.status == "closed"]

    for remedy, share in REMEDIES.items():
        assert 100 * remedies[remedy] / remedies.total() == pytest.approx(share, abs=4), remedy
    assert {case.id for case in closed} <= settled


def test_customers_of_recoveries_answer_as_the_scenario_says(demo: Whole) -> None:
    recoveries = {number for number, case in demo.cases.items() if case.record_type == "recovery"}
    answers = [row for row in of_kind(demo, "feedback") if row.case_id in recoveries]
    settled = [row for row in of_kind(demo, "resolution") if row.case_id in recoveries]

    assert len(answers) / len(settled) == pytest.approx(0.32, abs=0.04)
    assert fmean(row.details["score_before"] for row in answers) == pytest.approx(1.9, abs=0.15)
    assert fmean(row.score or 0 for row in answers) == pytest.approx(3.6, abs=0.12)
    assert fmean(row.details["would_return"] for row in answers) == pytest.approx(6.8, abs=0.25)
    assert sum(row.score == 5 for row in answers) / len(answers) == pytest.approx(0.18, abs=0.04)
    assert sum(row.done_at is not None for row in settled) / len(settled) == pytest.approx(0.7, abs=0.05)


def test_follow_ups_are_mostly_done_and_some_are_due_or_overdue(demo: Whole) -> None:
    due = [row for row in demo.sheets if row.due_at]
    waiting = [row for row in due if row.done_at is None]
    overdue = [row for row in waiting if row.due_at and row.due_at < NOW]

    assert len(waiting) < len(due) / 10
    assert 10 <= len(overdue) <= 45
    assert len(waiting) - len(overdue) > 30


def test_most_open_cases_that_somebody_has_say_what_comes_next(demo: Whole) -> None:
    taken = [case for case in demo.cases.values() if case.status in OPEN and case.is_accepted]

    assert 0.6 < sum(case.next_step is not None for case in taken) / len(taken) < 0.95


def test_problems_stand_at_every_point_of_their_course(demo: Whole) -> None:
    standings = Counter(standing(row.course, NOW) for row in demo.problems)

    assert standings == {
        "closed": 1,
        "corrected": 2,
        "corrective action under way": 1,
        "corrective action overdue": 1,
        "cause unknown": 1,
    }
    assert all(row.cases for row in demo.problems)
