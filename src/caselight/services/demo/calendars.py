"""The clients' opening hours, their holidays resolved to dates."""

from datetime import date
from functools import cache

import holidays

from caselight.core.hours import ALWAYS, BusinessHours
from caselight.services.demo.clients import DemoClient
from caselight.services.demo.scenario import ROUND_THE_CLOCK


def opening_hours(client: DemoClient, *, years: range) -> BusinessHours | None:
    """Return when the client is open; None where nobody knows."""
    if client.opens is None:
        return None
    closed = [day for year in years for day in sorted(holidays_of(client.country, year)) if client.closes_on_holidays]
    return BusinessHours.from_dict(
        {
            "zone": client.zone,
            "weekly": {day: [list(client.opens)] for day in client.open_days},
            "holidays": [day.isoformat() for day in closed],
        }
    )


@cache
def holidays_of(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country in a year."""
    return frozenset(holidays.country_holidays(country, years=year) if country else ())


def clock_hours(hours: BusinessHours | None, priority: int) -> BusinessHours:
    """Return the hours in which the promises of a priority are counted."""
    return ALWAYS if hours is None or priority in ROUND_THE_CLOCK else hours
