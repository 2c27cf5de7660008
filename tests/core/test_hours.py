"""Business hours keep to the roster, the holidays and the clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from caselight.core import shifts
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.refusal import Refusal
from caselight.core.shifts import Shift
from said import ALL_WEEK, OFFICE, WEEKDAYS, at, open_on

HOUR = timedelta(hours=1)
NIGHT = open_on(ALL_WEEK, "22:00-06:00", zone="America/New_York")
CHRISTMAS = open_on(WEEKDAYS, "09:00-17:00", holidays=("2026-01-06",))  # a Tuesday


@pytest.mark.parametrize(
    ("hours", "start", "target", "due"),
    [
        (OFFICE, "Fri 16:30", HOUR, "next Mon 09:30"),  # over the weekend
        (OFFICE, "Fri 16:00", HOUR, "Fri 17:00"),  # not Monday 09:00
        (OFFICE, "Fri 17:00", HOUR, "next Mon 10:00"),
        (OFFICE, "Sat 12:00", HOUR, "next Mon 10:00"),  # opened while closed
        (OFFICE, "Sat 12:00", 0 * HOUR, "Sat 12:00"),  # nothing left, and never before the start
        (OFFICE, "Mon 12:00", 0 * HOUR, "Mon 12:00"),
        (CHRISTMAS, "Tue 10:00", HOUR, "Wed 10:00"),  # opened on a holiday
        (CHRISTMAS, "Mon 16:30", HOUR, "Wed 09:30"),
        (open_on(WEEKDAYS, "09:00-12:00", "13:00-17:00"), "Mon 11:30", HOUR, "Mon 13:30"),  # lunch
        (open_on(WEEKDAYS, "21:00-02:00"), "Fri 23:00", 4 * HOUR, "next Mon 22:00"),  # overnight
        (open_on(("sat",), "09:00-12:00"), "Sat 11:00", 2 * HOUR, "next Sat 10:00"),  # one open day
        (open_on(("wed",), "14:00-24:00"), "Wed 13:00", 10 * HOUR, "Thu 00:00"),  # half a day
        (ALWAYS, "Fri 16:30", 72 * HOUR, "next Mon 16:30"),
    ],
)
def test_the_target_is_used_up_in_open_time_only(hours: BusinessHours, start: str, target: timedelta, due: str) -> None:
    assert hours.due(at(start), target) == at(due)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-07T22:00", "2026-03-08T06:00", 7),  # spring skips an hour of the night
        ("2026-10-31T22:00", "2026-11-01T06:00", 9),  # autumn repeats one
        ("2026-06-01T22:00", "2026-06-02T06:00", 8),
    ],
)
def test_a_night_is_as_long_as_it_was(start: str, end: str, hours: int) -> None:
    zone = ZoneInfo(NIGHT.zone)
    begin, finish = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (start, end))

    assert NIGHT.elapsed(begin, finish) == hours * HOUR
    assert NIGHT.due(begin, hours * HOUR) == finish


def test_two_instants_of_one_zone_are_apart_by_real_time() -> None:
    zone = ZoneInfo("America/New_York")

    spent = ALWAYS.elapsed(datetime(2026, 3, 8, tzinfo=zone), datetime(2026, 3, 8, 6, tzinfo=zone))

    assert spent == 5 * HOUR


def test_a_shift_that_begins_in_the_skipped_hour_begins_with_the_change() -> None:
    hours = open_on(ALL_WEEK, "02:30-05:00", zone="America/New_York")

    parts = list(hours.parts(datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 8, 10, tzinfo=UTC)))

    assert [(a.hour, b.hour) for a, b, is_open in parts if is_open] == [(7, 9)]  # 03:00 to 05:00 in New York


def test_a_day_that_the_zone_skipped_has_no_shift() -> None:
    hours = open_on(ALL_WEEK, "09:00-17:00", zone="Pacific/Apia")  # crossed the date line on 30 December 2011

    spent = hours.elapsed(datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 2, tzinfo=UTC))

    assert spent == (3 + 8 + 8 + 8 + 8 + 5) * HOUR  # 27, 28, 29, 31 December, 1 and 2 January


def test_history_uses_the_offset_of_its_time() -> None:
    winter, summer = datetime(2026, 1, 12, 12, tzinfo=UTC), datetime(2026, 7, 13, 12, tzinfo=UTC)

    assert OFFICE.due(winter, 5 * HOUR) == winter + 5 * HOUR  # closes at 17:00 UTC
    assert OFFICE.due(summer, 4 * HOUR) == summer + 4 * HOUR  # closes at 16:00 UTC
    assert OFFICE.due(summer, 5 * HOUR) > summer + 5 * HOUR


def test_a_holiday_takes_the_whole_shift_that_begins_on_it() -> None:
    hours = open_on(ALL_WEEK, "22:00-06:00", holidays=("2026-01-06",))

    assert hours.elapsed(at("Tue 00:00"), at("Tue 12:00")) == 6 * HOUR  # Monday's night goes on
    assert hours.elapsed(at("Tue 12:00"), at("Wed 12:00")) == timedelta()


@pytest.mark.parametrize("holiday", range(5, 19))
def test_a_holiday_makes_the_target_later_and_never_earlier(holiday: int) -> None:
    with_holiday = BusinessHours(OFFICE.zone, OFFICE.weekly, frozenset({date(2026, 1, holiday)}))

    for start in ("Mon 08:00", "Wed 12:00", "Fri 16:59", "Sun 10:00"):
        assert with_holiday.due(at(start), 20 * HOUR) >= OFFICE.due(at(start), 20 * HOUR)


def test_days_that_touch_are_one_stretch() -> None:
    around_the_clock = open_on(ALL_WEEK, "00:00-08:00", "08:00-24:00", zone="Europe/Berlin")

    parts = list(around_the_clock.parts(at("Mon 03:00"), at("next Sun 03:00")))

    assert parts == [(at("Mon 03:00"), at("next Sun 03:00"), True)]


def test_around_the_clock_with_a_holiday_is_closed_that_day() -> None:
    hours = open_on(ALL_WEEK, "00:00-24:00", holidays=("2026-01-06",))

    parts = list(hours.parts(at("Mon 00:00"), at("Fri 00:00")))

    assert [is_open for _, _, is_open in parts] == [True, False, True]
    assert parts[1][:2] == (at("Tue 00:00"), at("Wed 00:00"))


def test_an_empty_span_has_no_parts_and_no_time() -> None:
    assert list(OFFICE.parts(at("Mon 10:00"), at("Mon 10:00"))) == []
    assert OFFICE.elapsed(at("Mon 12:00"), at("Mon 10:00")) == timedelta()


def test_a_span_of_a_hundred_years_is_known_to_the_end() -> None:
    start = datetime(1920, 1, 1, tzinfo=UTC)

    spent = OFFICE.elapsed(start, datetime(2020, 1, 1, tzinfo=UTC))

    assert spent == 26_089 * 8 * HOUR  # the weekdays of a century
    assert OFFICE.due(start, spent) == datetime(2019, 12, 31, 17, tzinfo=UTC)


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
@pytest.mark.parametrize("hours", [OFFICE, ALWAYS])
def test_an_absurd_year_is_refused(hours: BusinessHours, year: int) -> None:
    with pytest.raises(Refusal, match="check the year"):
        hours.elapsed(at("Mon 10:00"), datetime(year, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize("target", [timedelta(days=365 * 190), timedelta.max])
@pytest.mark.parametrize("hours", [open_on(("mon",), "09:00-09:01"), ALWAYS])
def test_a_target_that_no_year_can_hold_is_refused(hours: BusinessHours, target: timedelta) -> None:
    with pytest.raises(Refusal, match="check the year"):
        hours.due(at("Mon 10:00"), target)


def test_a_naive_instant_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.elapsed(datetime(2026, 1, 1), at("Mon 10:00"))  # noqa: DTZ001 – naive on purpose


def test_a_negative_target_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="negative"):
        OFFICE.due(at("Mon 10:00"), -HOUR)


def test_what_is_not_known_stays_unknown() -> None:
    start = at("Mon 10:00").timestamp()

    spent = OFFICE.elapsed_seconds(np.array([start, np.nan, start]), np.array([start + 60, start, np.nan]))

    assert spent[0] == 60
    assert np.isnan(spent[1:]).all()
    assert OFFICE.elapsed_seconds(np.array([]), np.array([])).size == 0
    assert OFFICE.due_seconds(np.array([start, start]), 60).tolist() == [start + 60, start + 60]


def test_hours_survive_the_database() -> None:
    data = {
        "zone": "Europe/Berlin",
        "weekly": {"mon": [["08:00", "12:00"], ["22:00", "06:00"]], "sat": [["09:00", "12:00"]]},
    }

    hours = BusinessHours.from_dict({**data, "holidays": ["2026-12-25"]})

    assert hours.to_dict() == {**data, "holidays": ["2026-12-25"]}
    assert BusinessHours.from_dict(hours.to_dict()) == hours
    assert hours == BusinessHours(hours.zone, hours.weekly[::-1], hours.holidays)  # in whatever order they are given


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"zone": "Europe/London", "weekly": {}}, "never open"),
        ({"zone": "Europe/London"}, "never open"),
        ({"zone": "Mars/Olympus", "weekly": {"mon": [["09:00", "17:00"]]}}, "IANA name"),
        ({"zone": "", "weekly": {"mon": [["09:00", "17:00"]]}}, "IANA name"),
        ({"zone": "../etc/passwd", "weekly": {"mon": [["09:00", "17:00"]]}}, "IANA name"),
        ({"zone": "America", "weekly": {"mon": [["09:00", "17:00"]]}}, "IANA name"),  # a folder of zones
        ({"zone": 7, "weekly": {"mon": [["09:00", "17:00"]]}}, "IANA name"),
        ({"zone": "UTC", "weekly": {"mon": [["09:00", "12:00"], ["11:00", "17:00"]]}}, "09:00 on Mon overlaps"),
        (
            {"zone": "UTC", "weekly": {"sun": [["22:00", "06:00"]], "mon": [["05:00", "17:00"]]}},
            "22:00 on Sun overlaps",
        ),
        ({"zone": "UTC", "weekly": {"monday": [["09:00", "17:00"]]}}, "no weekday"),
        ({"zone": "UTC", "weekly": {"mon": [["09:00", "25:00"]]}}, "cannot be read"),
        ({"zone": "UTC", "weekly": {"mon": [["09:00"]]}}, "cannot be read"),
        ({"zone": "UTC", "weekly": {"mon": [9]}}, "cannot be read"),
        ({"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": ["2026-02-30"]}, "no holiday"),
        ({"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": [7]}, "no holiday"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused(data: dict[str, object], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        BusinessHours.from_dict(data)


@pytest.mark.parametrize("shift", [Shift(7, time(9), time(17)), Shift(0, time(9, 0, 30), time(17))])
def test_an_odd_shift_is_refused(shift: Shift) -> None:
    with pytest.raises(Refusal, match="no shift"):
        BusinessHours("UTC", (shift,))


def test_a_single_day_may_have_its_own_hours() -> None:
    hours = BusinessHours.from_dict(
        OFFICE.to_dict()
        | {"holidays": ["2026-01-06"], "exceptions": {"2026-01-06": [["09:00", "12:00"]], "2026-01-07": []}}
    )

    assert hours.elapsed(at("Tue 00:00"), at("Wed 00:00")) == timedelta(hours=3)  # open on the morning of a holiday
    assert hours.elapsed(at("Wed 00:00"), at("Thu 00:00")) == timedelta()  # closed on a working day
    assert BusinessHours.from_dict(hours.to_dict()) == hours


def test_hours_of_a_single_day_must_not_overlap() -> None:
    with pytest.raises(Refusal, match="overlaps"):
        BusinessHours.from_dict(
            OFFICE.to_dict() | {"exceptions": {"2026-01-06": [["09:00", "12:00"], ["11:00", "13:00"]]}}
        )


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (OFFICE, "Mon–Fri 09:00–17:00"),
        (ALWAYS, "24×7"),
        (
            open_on(("mon", "wed"), "09:00-12:00", "13:00-24:00"),
            "Mon 09:00–12:00, 13:00–24:00, Wed 09:00–12:00, 13:00–24:00",
        ),
        (open_on(ALL_WEEK, "22:00-06:00"), "Mon–Sun 22:00–06:00"),
    ],
)
def test_a_week_is_said_as_people_say_it(hours: BusinessHours, said: str) -> None:
    assert shifts.in_words(hours.weekly) == said
