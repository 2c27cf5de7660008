"""Promises counted three ways, with and without their pauses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caselight.core import sla
from caselight.core.sla import Kept, Left, Opened, Way, Window

MON = datetime(2026, 11, 16, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEEK = Window(MON, MON + 7 * DAY)
BEFORE, IN, LATER = MON - DAY, MON + DAY, MON + 8 * DAY


def a_promise(case: int = 1, **given: Any) -> Kept:
    """Return a resolution due and stopped on Tuesday, in time."""
    usual = {
        "client": "Parcelo Shop",
        "title": "Parcel lost",
        "priority": 3,
        "promise": "resolution",
        "clause": "",
        "target": DAY,
        "opened_at": MON,
        "due_at": IN,
        "stopped_at": IN,
        "missed_at": None,
        "is_paused": False,
        "paused": timedelta(),
        "raw_due_at": IN,
        "raw_missed_at": None,
        "used": 0.5,
    }
    return Kept(case, **(usual | given))


def a_case(case: int = 1, *, is_left_out: bool = False) -> Opened:
    """Return a case opened on Monday."""
    return Opened(case, "Parcelo Shop", "Parcel lost", 3, MON, is_left_out)


TABLE: list[tuple[dict[str, Any], bool | None, bool | None, bool | None]] = [  # the promise; decided, by due, by close
    ({}, True, True, True),
    ({"stopped_at": BEFORE}, None, True, None),  # due in the week, stopped before it
    ({"due_at": LATER}, True, None, True),  # early: its due instant is still to come
    ({"due_at": None}, True, None, True),  # a source that gives none
    ({"stopped_at": None, "due_at": LATER}, None, None, None),  # not decided
    ({"stopped_at": None, "missed_at": IN}, False, False, None),  # open and past due
    ({"stopped_at": IN, "missed_at": BEFORE}, None, None, False),  # missed before the week, closed in it
    ({"stopped_at": IN + HOUR, "missed_at": IN}, False, False, False),
    ({"stopped_at": WEEK.until}, None, True, None),  # the end is not part of the period
    ({"stopped_at": WEEK.since}, True, True, True),  # its beginning is
]


@pytest.mark.parametrize(("given", "verdicts"), [(given, tuple(said)) for given, *said in TABLE])
def test_each_way_dates_a_verdict_by_its_own_instant(given: dict[str, Any], verdicts: tuple[bool | None, ...]) -> None:
    row = a_promise(**given)

    assert tuple(sla.verdict(row, way, WEEK) for way in Way) == verdicts


def test_near_is_met_with_nine_tenths_used() -> None:
    rows = [a_promise(used=used) for used in (0.2, 0.9, 1.0, None)]

    counts = sla.counted([*rows, a_promise(missed_at=IN, used=None)], Way.DECIDED, WEEK)

    assert (counts.n, len(counts.missed)) == (5, 1)
    assert [row.used for row in counts.near] == [0.9, 1.0]


def test_with_pauses_counted_a_promise_is_missed_when_the_wall_clock_ran_out() -> None:
    held = a_promise(raw_due_at=MON + HOUR, raw_missed_at=MON + HOUR)

    assert len(sla.counted([held], Way.DECIDED, WEEK).met) == 1
    assert [row.missed_at for row in sla.raw([held], Way.DECIDED, WEEK).missed] == [MON + HOUR]


@pytest.mark.parametrize(
    ("row", "way", "why"),
    [
        (None, Way.DECIDED, "without target"),
        (a_promise(stopped_at=None, is_paused=True), Way.DECIDED, "paused"),
        (a_promise(stopped_at=None), Way.DECIDED, "still running"),
        (a_promise(stopped_at=None, missed_at=IN), Way.BY_CLOSE, "open past due"),
        (a_promise(due_at=LATER), Way.BY_DUE, "not due yet"),
        (a_promise(due_at=None), Way.BY_DUE, "not due yet"),
    ],
)
def test_a_case_without_a_verdict_says_why(row: Kept | None, way: Way, why: str) -> None:
    rows = [row] if row else []

    assert sla.left(rows, [a_case()], "resolution", way=way, window=WEEK) == [Left(a_case(), "resolution", why)]


@pytest.mark.parametrize(
    ("row", "way"),
    [
        (a_promise(), Way.BY_DUE),
        (a_promise(due_at=LATER), Way.DECIDED),
        (a_promise(missed_at=IN), Way.BY_CLOSE),
        (a_promise(stopped_at=None, missed_at=IN), Way.DECIDED),
    ],
)
def test_a_case_with_a_verdict_is_not_excluded(row: Kept, way: Way) -> None:
    assert sla.left([row], [a_case()], "resolution", way=way, window=WEEK) == []


def test_another_promise_of_the_case_says_nothing_and_a_cancelled_case_is_left_out() -> None:
    opened = [a_case(1), a_case(2, is_left_out=True)]

    found = sla.left([a_promise(promise="first response")], opened, "resolution", way=Way.DECIDED, window=WEEK)

    assert [one.case.case for one in found] == [1]


def test_one_reason_needs_no_number_several_do() -> None:
    paused, running = Left(a_case(), "resolution", "paused"), Left(a_case(), "resolution", "still running")

    assert sla.reasons([]) == ""
    assert sla.reasons([paused, paused]) == "paused"
    assert sla.reasons([running, paused, paused]) == "2 paused, 1 still running"


def test_a_month_adds_up_day_by_day_in_the_zone() -> None:
    oslo = ZoneInfo("Europe/Oslo")
    rows = [
        a_promise(stopped_at=MON + 23.5 * HOUR),  # Tuesday in Oslo
        a_promise(missed_at=MON + 2 * DAY, stopped_at=None),
        a_promise(stopped_at=BEFORE),
    ]

    days = sla.by_day(rows, Window(MON, MON + 2.5 * DAY), oslo)

    assert days == [(date(2026, 11, 16), 0, 0), (date(2026, 11, 17), 1, 1), (date(2026, 11, 18), 1, 2)]


def test_clauses_are_named_once_each() -> None:
    rows = [a_promise(clause=clause) for clause in ("7.2", "", "4.1", "7.2")]

    assert sla.clauses(rows) == "4.1, 7.2"
