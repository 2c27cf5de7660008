"""The matrix: the row that names more wins, and what is wrong is told to the admin."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from caselight.core.matrix import Facts, Fault, Row, faults, row_for
from caselight.core.matrix_defaults import FLOOR_MINUTES, ROWS, closest, rows_of_client

NOW = datetime(2026, 11, 16, tzinfo=UTC)
A_CASE = Facts(client_id=7, record_type="technical", priority=1)
BASE = next(row for row in ROWS if (row.priority, row.tier) == (1, 1))


def a_row(number: int, **given: object) -> Row:
    return replace(BASE, **{"id": number, "priority": None, **given})


def test_the_shipped_rows_answer_for_every_case() -> None:
    found = faults(ROWS, clients=[7], types=["technical", "delivery"], at=NOW)

    assert found == []


def test_the_row_that_names_more_wins() -> None:
    rows = [*ROWS, a_row(1, client_id=7, priority=1), a_row(2, client_id=7, priority=1, record_type="technical")]

    found = row_for(rows, A_CASE, 1, NOW)

    assert isinstance(found, Row)
    assert found.id == 2


def test_a_row_of_another_client_says_nothing() -> None:
    found = row_for([*ROWS, a_row(1, client_id=8, priority=1)], A_CASE, 1, NOW)

    assert found == BASE


def test_two_rows_that_name_equally_much_are_a_fault() -> None:
    rows = [*ROWS, a_row(1, client_id=7, acknowledge_minutes=9), a_row(2, record_type="technical")]

    found = row_for(rows, A_CASE, 1, NOW)

    assert isinstance(found, Fault)
    assert found.kind == "tie"
    assert closest(found).acknowledge_minutes == 5


def test_a_case_no_row_speaks_of_is_a_fault_and_gets_the_shipped_targets() -> None:
    found = row_for([row for row in ROWS if row.priority != 1], A_CASE, 1, NOW)

    assert isinstance(found, Fault)
    assert found.kind == "gap"
    assert closest(found) == BASE


def test_a_newer_version_takes_the_place_of_the_older_from_its_day_on() -> None:
    old, new = a_row(1, client_id=7, priority=1), a_row(2, client_id=7, priority=1, valid_from=NOW)

    assert row_for([old, new], A_CASE, 1, NOW - timedelta(seconds=1)) == old
    assert row_for([old, new], A_CASE, 1, NOW) == new


def test_a_row_that_ended_gives_way_to_the_one_below() -> None:
    ended = a_row(1, client_id=7, priority=1, valid_until=NOW)

    assert row_for([*ROWS, ended], A_CASE, 1, NOW) == BASE


def test_a_fault_is_told_once_however_many_cases_show_it() -> None:
    found = faults([row for row in ROWS if row.priority != 1], clients=range(5), types=["a", "b"], at=NOW)

    assert [(fault.facts.priority, fault.tier) for fault in found] == [(1, 1), (1, 2), (1, 3)]


def test_a_bank_gets_three_quarters_of_the_time_and_never_less_than_the_floor() -> None:
    bank = {(row.priority, row.tier): row for row in rows_of_client(7, "finance", years=range(0))}

    assert bank[1, 1].acknowledge_minutes == FLOOR_MINUTES
    assert (bank[3, 2].acknowledge_minutes, bank[3, 2].resolve_minutes) == (90, 720)


def test_a_shop_has_less_time_in_its_season_only() -> None:
    rows = [*ROWS, *rows_of_client(7, "e-commerce", years=range(2026, 2027))]
    facts = Facts(7, "delivery", 3)

    season, spring = row_for(rows, facts, 1, NOW), row_for(rows, facts, 1, NOW + timedelta(days=120))

    assert [closest(row).acknowledge_minutes for row in (season, spring)] == [48, 60]
