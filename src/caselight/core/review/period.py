"""The period of a review: whole days of the client's own calendar, as instants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from caselight.core.refusal import Refusal
from caselight.core.wording import DAYS, MONTHS

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
SHORT = 14  # days: up to here a chart has a mark for each day, above it for each week
LONGEST = 370  # days


class Bucket(NamedTuple):
    """A part of a period: what its mark is called, and from when until when."""

    name: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included, as the client's zone counts days."""

    first: date
    last: date
    zone: str

    @property
    def since(self) -> datetime:
        """Return the instant it begins."""
        return start_of(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """Return the instant it is over."""
        return start_of(self.last + A_DAY, self.zone)

    @property
    def span(self) -> timedelta:
        """Return its length; the period before it is as long to the second, as on every page."""
        return self.until - self.since

    @property
    def length(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[date]:
        """Return its days in order."""
        return [self.first + place * A_DAY for place in range(self.length)]

    @property
    def buckets(self) -> list[Bucket]:
        """Return its days, or where they are many its weeks from Monday to Sunday, cut off at its ends."""
        starts = [day for day in self.days if self.length <= SHORT or day == self.first or day.weekday() == 0]
        ends = [*starts[1:], self.last + A_DAY]
        return [
            Bucket(short(start), start_of(start, self.zone), start_of(end, self.zone))
            for start, end in zip(starts, ends, strict=True)
        ]

    @property
    def words(self) -> str:
        """Return it as people say it: Mon 2 to Sun 8 Nov 2026."""
        if self.first == self.last:
            return f"{named(self.first)} {self.last.year}"
        year = f" {self.first.year}" if self.first.year != self.last.year else ""
        return f"{named(self.first)}{year} to {named(self.last)} {self.last.year}"

    @property
    def ago(self) -> str:
        """Return what the period before it is called: the 30 days before."""
        return "the day before" if self.length == 1 else f"the {self.length} days before"


def checked(first: date, last: date, zone: str, *, now: datetime) -> Period:
    """Return the period, or refuse one that is no period, not over, or longer than a year."""
    if last < first:
        raise Refusal(f"The period ends on {named(last)}, before it begins. Swap the two days.")
    period = Period(first, last, zone)
    if period.length > LONGEST:
        raise Refusal(f"The period has {period.length:,} days; {LONGEST} is the most. Choose a shorter one.")
    if period.until > now:
        raise Refusal(f"{named(last)} is not over yet for this client. Choose days that are over.")
    return period


def between(since: datetime, until: datetime, zone: str, *, now: datetime) -> Period:
    """Return the period between two instants; refuse what is not whole days of the zone."""
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (since, until))
    if since >= until:
        raise Refusal("The period ends before it begins. Swap the two instants.")
    if start_of(first, zone) != since or start_of(last, zone) != until:
        raise Refusal(f"A review is of whole days. Begin and end it at midnight in {zone}, the client's zone.")
    return checked(first, last - A_DAY, zone, now=now)


def last_week(zone: str, now: datetime) -> Period:
    """Return the last whole week, Monday to Sunday."""
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday()) - A_WEEK
    return Period(monday, monday + 6 * A_DAY, zone)


def last_month(zone: str, now: datetime) -> Period:
    """Return the last whole calendar month."""
    last = now.astimezone(ZoneInfo(zone)).date().replace(day=1) - A_DAY
    return Period(last.replace(day=1), last, zone)


def start_of(day: date, zone: str) -> datetime:
    """Return the instant a day begins in a zone."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def named(day: date) -> str:
    """Return a day in words: Sun 8 Nov."""
    return f"{DAYS[day.weekday()]} {short(day)}"


def short(day: date) -> str:
    """Return a day without its weekday: 8 Nov."""
    return f"{day.day} {MONTHS[day.month - 1]}"
