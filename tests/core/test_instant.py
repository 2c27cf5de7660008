"""Times are read as UTC, and doubt about them is refused."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import instant
from caselight.core.refusal import Refusal

BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 – bounds


@pytest.mark.parametrize(
    "written",
    [
        " 2026-11-18T13:40Z ",
        "2026-11-18 14:40+01:00",
        datetime(2026, 11, 18, 15, 40, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_any_offset_means_the_same_instant(written: object) -> None:
    assert instant.read(written) == datetime(2026, 11, 18, 13, 40, tzinfo=UTC)


def test_a_time_without_a_zone_is_read_in_the_zone_at_hand() -> None:
    assert instant.read("2026-11-18 14:40", zone=BERLIN) == datetime(2026, 11, 18, 13, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "zone", "said"),
    [
        ("2026-11-18 14:40", None, "has no time zone. Add one: 2026-11-18T14:40:00+00:00 is UTC."),
        ("yesterday", None, '"yesterday" is not a date and time. Write it like 2026-11-18 13:40.'),
        ("46083.375", None, "is not a date and time"),  # how a spreadsheet counts days
        (1763473200, None, "is not a date and time"),  # seconds since when?
        ("2026-02-30T10:00Z", None, "is not a date and time"),
        ("0001-01-01T00:00Z", None, "The year 1 is out of range."),
        ("9999-12-31T23:59-12:00", None, "The year 9999 is out of range."),
        ("2026-03-29 02:30", BERLIN, "was skipped when the clocks went forward. Write 2026-03-29 03:30"),
        ("2026-10-25 02:30", BERLIN, "Write 2026-10-25T00:30:00Z for the first or 2026-10-25T01:30:00Z for the second"),
    ],
)
def test_a_doubtful_time_is_refused_with_a_way_out(written: object, zone: ZoneInfo | None, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        instant.read(written, zone=zone)

    assert said in refusal.value.sentence


@given(INSTANTS)
def test_what_is_written_reads_back(at: datetime) -> None:
    assert instant.read(instant.write(at)) == at
