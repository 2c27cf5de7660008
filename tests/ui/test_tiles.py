"""The words of the tiles: small numbers honest, every number against something."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caselight.core.board import Speed, Standing
from caselight.core.escalation import OpenEscalation, Way
from caselight.core.lateness import OpenCase, RunningPromise
from caselight.core.people import EVERYTHING
from caselight.ui import case_rows, tiles, wall_tiles
from caselight.ui.filters import Asked
from opened import open_case

NOW = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
ASKED = Asked(EVERYTHING, ZoneInfo("UTC"))
HOUR = timedelta(hours=1)


def a_case(number: int = 1, *, due: timedelta | None = HOUR, owner: int | None = 7, accepted: bool = True) -> OpenCase:
    promises = () if due is None else (RunningPromise("resolution", NOW + due, 8 * HOUR),)
    return open_case(
        number,
        owner="J. Amadi" if owner else None,
        is_accepted=accepted,
        opened_at=NOW - 2 * HOUR,
        touched_at=NOW - HOUR,
        promises=promises,
    )


def standing(met: int, missed: int, per_mille: int = 900) -> Standing:
    return Standing("Norvane Telecom", met, missed, per_mille)


def test_overdue_says_whose_problem_it_is_and_for_how_long() -> None:
    tile = tiles.overdue([a_case(1, due=-2 * HOUR, owner=None, accepted=False), a_case(2)], NOW, ASKED)

    assert (tile.value, tile.shape) == ("1", "late")
    assert tile.lines == ("1 not acknowledged, 1 without owner", "longest by 2h 00m")


def test_nothing_overdue_says_what_is_due_next() -> None:
    tile = tiles.overdue([a_case(due=timedelta(minutes=14))], NOW, ASKED)

    assert (tile.value, tile.shape) == ("0", "")
    assert tile.lines == ("nothing is overdue", "next due in 14m, 1 due soon")


@pytest.mark.parametrize(
    ("a_day_ago", "words"),
    [(1, "as many as a day ago"), (0, "1 more than a day ago"), (3, "2 fewer than a day ago")],
)
def test_open_cases_are_held_against_a_day_ago(a_day_ago: int, words: str) -> None:
    assert tiles.open_now([a_case()], NOW, a_day_ago, ASKED).lines[0] == words


def test_a_share_of_fewer_than_twenty_is_said_as_a_count() -> None:
    tile = tiles.sla(standing(12, 2), standing(95, 5), [standing(12, 2)], ASKED)

    assert tile.value == "12 of 14"
    assert tile.lines[0] == "too few to compare, prior 30d 95.0%"


def test_a_share_is_held_against_the_period_before_and_the_targets() -> None:
    tile = tiles.sla(standing(850, 150), standing(859, 141), [standing(850, 150), standing(99, 1)], ASKED)

    assert (tile.value, tile.shape) == ("85.0%", "attention")
    assert tile.lines == ("0.9 pt lower than prior 30d, n 1,000", "1 of 2 clients below target")


def test_speed_counts_the_open_ones_and_says_so() -> None:
    tile = tiles.speed(Speed(5 * HOUR, 20 * HOUR, 214, 31), Speed(4 * HOUR, 20 * HOUR, 200, 9), ASKED)

    assert tile.value == "5h 00m"
    assert tile.lines == ("1h 00m slower than prior 30d", "9 in 10 within 20h 00m, n 214, 31 open counted")


def test_a_speed_that_cannot_be_known_is_not_a_number() -> None:
    assert tiles.speed(Speed(None, None, 0, 3), Speed(None, None, 0, 0), ASKED).value == "n/a"


@pytest.mark.parametrize(
    ("case", "verb"),
    [
        (a_case(owner=None), "own"),
        (a_case(accepted=False), "acknowledge"),
        (a_case(), "resolve"),
    ],
)
def test_the_one_verb_of_a_row_is_the_sensible_one(case: OpenCase, verb: str) -> None:
    assert case_rows.sensible_verb(case) == verb


def test_a_case_whose_clock_stands_still_says_so_instead_of_a_number() -> None:
    assert case_rows.when_due(a_case(due=None), NOW) == "no promise"


def test_escalations_that_nobody_acknowledged_are_counted_under_the_walls_hero_and_fill_it() -> None:
    ways = [(Way.FUNCTIONAL, None), (Way.HIERARCHICAL, None), (Way.HIERARCHICAL, NOW)]
    raised = [OpenEscalation(at, 1, way, NOW, NOW, taken, None) for at, (way, taken) in enumerate(ways)]
    passed_on = replace(raised[0], is_passed_on=True)
    late = replace(a_case(due=-HOUR), escalations=(*raised, passed_on))

    tile = wall_tiles.hero([late, a_case(2, due=-HOUR)], NOW, late_until=None, zone=UTC)

    assert tile.values == (("2", ("2 escalations unanswered", "all have an owner")),)
    assert tile.look == "hero new"


MINUTE = HOUR / 60
CALLED = OpenEscalation(1, 1, Way.FUNCTIONAL, NOW - HOUR, NOW - 5 * MINUTE, None, NOW + HOUR, to_tier=2)
EYES = OpenEscalation(2, 1, Way.HIERARCHICAL, NOW - HOUR, NOW - 9 * MINUTE, None, NOW + HOUR, to_tier=1)


@pytest.mark.parametrize(
    ("raised", "step", "due"),
    [
        ([CALLED], "T2 to acknowledge", "5m late"),
        ([CALLED, EYES], "T2 to acknowledge", "5m late"),  # both are late: the team's part comes first
        ([replace(CALLED, acknowledged_at=NOW), EYES], "manager to acknowledge", "9m late"),
        ([replace(CALLED, acknowledged_at=NOW)], "T2 to resolve", "in 1h 00m"),
        ([replace(CALLED, acknowledged_at=NOW, resolve_due_at=None)], "T2 has it", ""),
        ([replace(CALLED, is_passed_on=True), replace(CALLED, to_tier=3)], "T3 to acknowledge", "5m late"),
        ([replace(CALLED, is_urgent=True)], "urgent: T2 to acknowledge", "5m late"),
        ([replace(CALLED, is_passed_on=True)], "resolve it", ""),
        ([], "resolve it", ""),
    ],
)
def test_a_row_says_who_must_do_what_on_its_escalation(raised: list[OpenEscalation], step: str, due: str) -> None:
    row = case_rows.row(replace(a_case(), escalations=tuple(raised)), NOW)

    assert (row.next_step, row.step_due) == (step, due)


def test_a_manager_who_was_called_is_answered_for_once_the_work_goes_on() -> None:
    case = replace(a_case(), escalations=(EYES,))

    assert case_rows.row(case, NOW, answers_for_managers=True).verb == "answer"
    assert case_rows.row(case, NOW, answers_for_managers=True).escalation == EYES.id
    assert case_rows.row(case, NOW).verb == "resolve"
    assert case_rows.row(replace(case, owner_id=None), NOW, answers_for_managers=True).verb == "own"
