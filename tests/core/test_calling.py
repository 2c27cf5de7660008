"""Who is called: up the tiers, past the teams where nobody is there."""

from dataclasses import replace
from datetime import UTC, datetime

from caselight.core.calling import Desk, next_call, path
from caselight.core.hours import BusinessHours
from caselight.core.matrix import Facts
from caselight.core.matrix_defaults import ROWS

MONDAY_NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
A_CASE = Facts(client_id=7, record_type="technical", priority=1)
NIGHTS = BusinessHours.from_dict({"zone": "UTC", "weekly": {"mon": [["22:00", "24:00"]]}})
DESK, NETWORK, CARE, EXPERTS = Desk(1, "Desk", 1), Desk(2, "Network", 2), Desk(3, "Care", 2), Desk(4, "Experts", 3)


def test_the_next_tier_is_called() -> None:
    call = next_call(ROWS, A_CASE, [DESK, NETWORK, EXPERTS], tier=1, at=MONDAY_NOON)

    assert call is not None
    assert (call.desk, call.row.acknowledge_minutes) == (NETWORK, 10)


def test_a_team_of_the_tier_that_is_there_is_called_before_one_that_is_not() -> None:
    call = next_call(ROWS, A_CASE, [DESK, replace(NETWORK, hours=NIGHTS), CARE], tier=1, at=MONDAY_NOON)

    assert call is not None
    assert call.desk == CARE


def test_the_team_that_the_row_names_comes_first() -> None:
    rows = [*ROWS, replace(ROWS[1], id=1, client_id=7, team_id=CARE.id)]

    call = next_call(rows, A_CASE, [DESK, NETWORK, CARE], tier=1, at=MONDAY_NOON)

    assert call is not None
    assert call.desk == CARE


def test_a_tier_where_nobody_is_on_shift_is_passed_over_and_told() -> None:
    call = next_call(ROWS, A_CASE, [DESK, replace(NETWORK, hours=NIGHTS), EXPERTS], tier=1, at=MONDAY_NOON)

    assert call is not None
    assert (call.desk, call.passed_over) == (EXPERTS, (2,))


def test_where_nobody_is_there_at_all_the_first_team_is_called_all_the_same() -> None:
    desks = [DESK, replace(NETWORK, hours=NIGHTS), replace(EXPERTS, hours=NIGHTS)]

    call = next_call(ROWS, A_CASE, desks, tier=1, at=MONDAY_NOON)

    assert call is not None
    assert (call.desk.name, call.is_there) == ("Network", False)


def test_above_the_last_tier_nobody_is_called() -> None:
    assert next_call(ROWS, A_CASE, [DESK, EXPERTS], tier=3, at=MONDAY_NOON) is None


def test_the_path_of_a_case_can_be_asked_without_raising_anything() -> None:
    found = [call.desk.name for call in path(ROWS, A_CASE, [DESK, NETWORK, EXPERTS], tier=1, at=MONDAY_NOON)]

    assert found == ["Network", "Experts"]


def test_a_tier_that_has_no_team_at_all_is_skipped() -> None:
    call = next_call(ROWS, A_CASE, [DESK, EXPERTS], tier=1, at=MONDAY_NOON)

    assert call is not None
    assert (call.desk, call.passed_over) == (EXPERTS, ())
