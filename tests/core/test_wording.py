"""Numbers are said the way the screens promise."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import wording
from caselight.core.refusal import NotFound, Refusal

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2025, 11, 20, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "<1m"),
        (timedelta(seconds=59.9), "<1m"),
        (timedelta(minutes=9, seconds=59), "9m"),
        (timedelta(minutes=59, seconds=59), "59m"),
        (timedelta(hours=1), "1h 00m"),
        (timedelta(hours=2, minutes=5), "2h 05m"),
        (timedelta(hours=24) - timedelta(seconds=1), "23h 59m"),
        (timedelta(days=1, hours=3, minutes=59), "1d 03h"),
        (timedelta(days=120), "120d 00h"),
        (-timedelta(minutes=48), "48m"),  # a length has no sign
    ],
)
def test_a_duration_is_one_unit_below_an_hour_and_two_above(span: timedelta, said: str) -> None:
    assert wording.duration(span) == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(minutes=14), "in 14m"),
        (timedelta(), "due now"),
        (-timedelta(hours=2, minutes=5), "overdue by 2h 05m"),
    ],
)
def test_lateness_is_said_in_words(left: timedelta, said: str) -> None:
    assert wording.due(NOW + left, NOW) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(minutes=9), "9m ago"),
        (timedelta(hours=24) - timedelta(seconds=1), "23h 59m ago"),
        (timedelta(hours=24), "Wed 19 Nov"),
        (timedelta(days=365), "Wed 20 Nov 2024"),
        (-timedelta(minutes=2), "in 2m"),
    ],
)
def test_an_age_becomes_a_date_after_a_day(before: timedelta, said: str) -> None:
    assert wording.age(NOW - before, NOW, OSLO) == said


def test_dates_and_clocks_are_those_of_the_zone() -> None:
    late = datetime(2025, 11, 21, 23, 30, tzinfo=UTC)

    assert wording.date(late, OSLO) == "Sat 22 Nov"
    assert wording.clock(NOW, OSLO) == "14:05"
    assert wording.moment(late, OSLO, now=NOW) == "Sat 22 Nov 00:30"


@pytest.mark.parametrize(
    ("met", "n", "said"),
    [
        (205, 236, "86.9% of 236"),
        (12, 14, "12 of 14"),
        (19, 20, "95.0% of 20"),
        (1702, 1702, "100.0% of 1,702"),
        (9999, 10_000, "99.9% of 10,000"),  # not all of them
        (1, 10_000, "0.1% of 10,000"),  # not none of them
        (0, 40, "0.0% of 40"),
        (0, 0, "none yet"),
    ],
)
def test_a_share_never_goes_without_its_n(met: int, n: int, said: str) -> None:
    assert wording.percent(met, n) == said


def test_a_share_stands_alone_where_n_stands_beside_it() -> None:
    assert wording.share(205, 236) == "86.9%"


@given(st.integers(0, 10**12 - 1))
def test_a_reference_reads_back(number: int) -> None:
    reference = wording.reference(number)

    assert wording.number(reference) == number
    assert wording.number(f" {reference.lower()} ") == number
    assert wording.number(reference.removeprefix("C-")) == number


def test_a_reference_has_at_least_four_digits() -> None:
    assert wording.reference(42) == "C-0042"
    assert wording.reference(48213) == "C-48213"


@pytest.mark.parametrize("text", ["", "abc", "-1", "9e99", "C-", "C-4 8", "\u0663", "1" * 10_000, "\x00"])
def test_anything_else_is_no_case(text: str) -> None:
    with pytest.raises(NotFound, match="No such case: ") as refusal:
        wording.number(text)

    assert isinstance(refusal.value, Refusal)
    assert len(refusal.value.sentence) < 80
