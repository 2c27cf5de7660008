"""When reviews fall due by themselves: weekly on a weekday, monthly on the first, at an hour of the client's zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from caselight.core.review.period import A_DAY, A_WEEK, Period


class Every(StrEnum):
    """How often, and so of how long a period."""

    WEEK = "weekly"
    MONTH = "monthly"


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule: the weekday counts from Monday, 0, and says nothing of a monthly one."""

    every: Every
    weekday: int
    hour: int
    zone: str


def due(plan: Plan, *, after: datetime, now: datetime) -> Iterator[tuple[datetime, Period]]:
    """Yield each instant in (after, now] at which the plan falls due, with the period that is over by then.

    A weekly review is of the seven days before its day, a monthly one of the calendar month before.
    """
    day = after.astimezone(ZoneInfo(plan.zone)).date() - A_DAY
    while (at := at_hour(day, plan)) <= now:
        if at > after and _is_day(day, plan):
            yield at, _before(day, plan)
        day += A_DAY


def at_hour(day: date, plan: Plan) -> datetime:
    """Return the hour of a day; an hour that spring leaves out is as long after the day's jump as it would have been.

    Of an hour that autumn repeats it is the first.
    """
    return datetime.combine(day, time(plan.hour), ZoneInfo(plan.zone)).astimezone(UTC)


def _is_day(day: date, plan: Plan) -> bool:
    return day.weekday() == plan.weekday if plan.every is Every.WEEK else day.day == 1


def _before(day: date, plan: Plan) -> Period:
    last = day - timedelta(days=1)
    first = day - A_WEEK if plan.every is Every.WEEK else last.replace(day=1)
    return Period(first, last, plan.zone)
