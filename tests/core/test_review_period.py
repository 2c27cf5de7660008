"""Periods of reviews: whole days of the client's own zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caselight.core.refusal import Refusal
from caselight.core.review import Period, period

BERLIN = "Europe/Berlin"
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31), BERLIN)
NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_period_is_whole_days_of_the_clients_zone_also_when_the_clocks_change() -> None:
    assert (OCTOBER.since, OCTOBER.until) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 10, 31, 23, tzinfo=UTC),
    )
    assert OCTOBER.span == timedelta(days=31, hours=1)
    assert OCTOBER.words == "Thu 1 Oct to Sat 31 Oct 2026"


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (date(2026, 10, 5), date(2026, 10, 7), ["5 Oct", "6 Oct", "7 Oct"]),  # few days: each
        (date(2026, 10, 1), date(2026, 10, 20), ["1 Oct", "5 Oct", "12 Oct", "19 Oct"]),  # weeks, cut off at both ends
    ],
)
def test_a_charts_parts_lie_end_to_end(first: date, last: date, names: list[str]) -> None:
    parts = Period(first, last, BERLIN).buckets

    assert [part.name for part in parts] == names
    assert parts[0].since == Period(first, last, BERLIN).since
    assert [part.until for part in parts[:-1]] == [part.since for part in parts[1:]]
    assert parts[-1].until == Period(first, last, BERLIN).until


def test_last_week_and_last_month_are_those_of_the_clients_day() -> None:
    just_monday_in_singapore = datetime(2026, 11, 1, 17, tzinfo=UTC)

    week = period.last_week("Asia/Singapore", just_monday_in_singapore)
    month = period.last_month("Asia/Singapore", just_monday_in_singapore)

    assert (week.first, week.last) == (date(2026, 10, 26), date(2026, 11, 1))
    assert (month.first, month.last) == (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 10, 9), date(2026, 10, 1), "before it begins"),
        (date(2026, 11, 1), date(2026, 11, 5), "is not over yet"),
        (date(2024, 1, 1), date(2026, 1, 1), "370 is the most"),
    ],
)
def test_what_is_no_period_is_refused(first: date, last: date, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        period.checked(first, last, BERLIN, now=NOW)


def test_instants_must_be_midnights_of_the_clients_zone() -> None:
    assert period.between(OCTOBER.since, OCTOBER.until, BERLIN, now=NOW) == OCTOBER
    with pytest.raises(Refusal, match="whole days"):
        period.between(OCTOBER.since + HOUR, OCTOBER.until, BERLIN, now=NOW)
