"""Instants and business hours the way people say them, for the tests of the clocks."""

from datetime import UTC, date, datetime, timedelta

from caselight.core.hours import BusinessHours
from caselight.core.shifts import DAYS

A_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
WEEKDAYS, ALL_WEEK = DAYS[:5], DAYS


def at(words: str) -> datetime:
    """Return "Fri 16:30", or with a week more "next Mon 09:00", in a January week when London keeps UTC."""
    day, clock = words.removeprefix("next ").split()
    weeks = int(words.startswith("next "))
    hour, minute = map(int, clock.split(":"))
    return A_MONDAY + timedelta(weeks=weeks, days=DAYS.index(day.lower()), hours=hour, minutes=minute)


def open_on(
    days: tuple[str, ...], *spans: str, zone: str = "Europe/London", holidays: tuple[str, ...] = ()
) -> BusinessHours:
    """Return hours with the same spans, such as "09:00-17:00", on each of these days."""
    weekly = {day: [span.split("-") for span in spans] for day in days}
    return BusinessHours(zone, BusinessHours.from_dict({"zone": zone, "weekly": weekly}).weekly, _dates(holidays))


def _dates(texts: tuple[str, ...]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))


OFFICE = open_on(WEEKDAYS, "09:00-17:00")
