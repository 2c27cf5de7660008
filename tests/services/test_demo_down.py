"""The demo's interruptions and recoveries: as many and as various as the scenario says, and nothing impossible."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from caselight.core import lateness
from caselight.core.cover import hours_in, uncovered
from caselight.core.interruptions import summary, template
from caselight.core.lifecycle import OPEN
from caselight.core.people import EVERYTHING
from caselight.core.records import TYPES, Stage, owed, validate
from caselight.services.demo.recoveries import COMPLAINT
from caselight.services.intervals import value_of
from caselight.store import matrix
from whole_demo import NOW, Whole

UNPLANNED = ("outage", "degradation", "communication_disruption", "vendor", "error")


def of_type(demo: Whole, *types: str) -> list[int]:
    return [number for number, case in demo.cases.items() if case.record_type in types]


def test_interruptions_are_as_many_and_as_various_as_the_scenario_says(demo: Whole) -> None:
    types = Counter(demo.cases[number].record_type for number in of_type(demo, *UNPLANNED))
    severities = Counter(row.severity for row in demo.intervals if not row.is_planned)

    assert types.total() == len([row for row in demo.intervals if not row.is_planned]) == 420
    for record_type, share in zip(UNPLANNED, (35, 40, 10, 10, 5), strict=True):
        assert 100 * types[record_type] / 420 == pytest.approx(share, abs=5), record_type
    for severity, share in (("minor", 78), ("major", 18), ("critical", 4)):
        assert 100 * severities[severity] / 420 == pytest.approx(share, abs=4), severity


def test_two_last_still_and_half_are_over_within_three_quarters_of_an_hour(demo: Whole) -> None:
    lasting = [row for row in demo.intervals if row.ended_at is None]
    lasted = sorted(row.ended_at - row.started_at for row in demo.intervals if row.ended_at and not row.is_planned)

    assert {demo.cases[row.case_id].status in OPEN for row in lasting} == {True}
    assert len(lasting) == 2
    assert timedelta(minutes=35) < lasted[len(lasted) // 2] < timedelta(minutes=55)
    assert all(timedelta() < lasts for lasts in lasted)
    assert all(row.ended_at <= NOW for row in demo.intervals if row.ended_at and not row.is_planned)


def test_some_overlap_another_of_their_client(demo: Whole) -> None:
    rows = sorted((row.client_id, row.started_at, row.ended_at or NOW) for row in demo.intervals if not row.is_planned)
    overlapping = sum(one[0] == other[0] and other[1] < one[2] for one, other in pairwise(rows))

    assert 15 <= overlapping <= 60


def test_planned_work_is_announced_a_week_before_and_done_at_night(demo: Whole) -> None:
    planned = [row for row in demo.intervals if row.is_planned]

    assert len(planned) >= 25
    assert {row.severity for row in planned} == {"none"}
    for row in planned:
        assert row.started_at - (row.announced_at or row.started_at) == timedelta(days=7)
        assert row.ended_at is not None
        assert row.ended_at - row.started_at == timedelta(hours=2)


def test_most_who_were_let_down_badly_are_to_be_won_back(demo: Whole) -> None:
    whole, recovered = demo.failures(), of_type(demo, "recovery")
    followed = {demo.cases[number].follows for number in recovered}
    due = {
        number
        for number, case in whole.cases.items()
        if case.first_resolved_at and (case.priority <= 2 or case.details.get("failure") == COMPLAINT)
    }

    assert len(followed) == len(recovered)
    assert followed <= due
    assert len(followed & due) / len(due) == pytest.approx(0.55, abs=0.05)
    assert all(demo.cases[number].client_id == whole.cases[demo.cases[number].follows or 0].client_id
               for number in recovered)  # fmt: skip


def test_they_come_after_the_failures_and_leave_their_numbers_alone(demo: Whole) -> None:
    first, others = min(demo.cases), set(demo.cases) - set(demo.failures().cases)

    assert set(demo.failures().cases) == set(range(first, first + len(demo.failures().cases)))
    assert min(others) > max(demo.failures().cases)


def test_records_and_intervals_say_the_same_and_owe_nothing_at_their_stage(demo: Whole) -> None:
    rows = {row.case_id: value_of(row) for row in demo.intervals}
    for number in of_type(demo, *UNPLANNED, "maintenance", "recovery"):
        case = demo.cases[number]
        record, interruption = TYPES[case.record_type], template(case.record_type)
        stage = Stage.LOGGING if case.first_resolved_at is None else Stage.RESOLVING

        assert validate(record, case.details, stage=stage, now=NOW + timedelta(days=9)) == case.details
        assert not owed(record, case.details, stage, serious=case.priority <= 2)
        if interruption:
            told = summary(interruption, [rows[number]])
            assert validate(record, {name: value for name, value in told.items() if value is not None}, stage=None)[
                "down_from"
            ] == case.details["down_from"]  # fmt: skip


def test_every_interval_is_told_by_the_events_of_its_case(demo: Whole) -> None:
    for row in demo.intervals:
        key, told = f"{row.opened_seq}.{row.place}", {}
        for event in demo.events[row.case_id]:
            noted = event.body.get("intervals", {}).get(key, {})
            told |= noted.get("opened") or {name: after for name, (_, after) in noted.items()}

        assert told["severity"] == row.severity
        assert ("ended_at" in told) == (row.ended_at is not None)


def test_the_floor_is_as_calm_as_without_them(demo: Whole) -> None:
    assert len(lateness.overdue(demo.open, NOW)) == 6
    assert len(demo.open) <= 185


def test_a_follow_up_is_late_by_days_but_never_forgotten_for_good(demo: Whole) -> None:
    asked = [sheet for sheet in demo.sheets if sheet.due_at and sheet.kind in ("action", "resolution")]
    late = [NOW - sheet.due_at for sheet in asked if sheet.due_at and not sheet.done_at and sheet.due_at < NOW]

    assert 1 <= len(late) <= 12
    assert timedelta(days=1) < max(late) <= timedelta(days=21)


def test_somebody_of_the_first_two_tiers_is_always_there_and_of_the_third_in_the_day(demo: Whole) -> None:
    with demo.store.reading(EVERYTHING) as session:
        desks = matrix.desks(session)

    week = (NOW, NOW + timedelta(weeks=1))
    assert [uncovered(desks, tier, *week) for tier in (1, 2)] == [[], []]
    assert hours_in(uncovered(desks, 3, *week)) == timedelta(hours=7 * 24 - 5 * 10)
