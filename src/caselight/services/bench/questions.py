"""The seven questions of a dashboard, and what an answer to all of them is: whoever answers, it is the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from caselight.core.people import Scope

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DAYS = 90
LONGEST = 50
LISTED = 50
PRIORITIES = (1, 2)
SOME = Scope(frozenset({1, 2, 3}))


@dataclass(frozen=True, slots=True)
class Answers:
    """What a refresh of all screens has to know."""

    overdue: dict[tuple[int, int], int]  # by client and priority
    longest: list[int]  # the cases overdue longest, the longest first
    per_hour: list[int]  # opened in each of the last 24 hours
    per_day: list[int]  # opened on each of the last 90 days, today last
    speed: tuple[int, int]  # seconds: half and nine in ten of the last 30 days' cases resolved within
    kept: dict[int, tuple[int, int]]  # by client: resolution promises met and missed this month
    listed: list[int]  # open cases of three clients and two priorities, newest first


@dataclass(frozen=True, slots=True)
class Asked:
    """The instants the questions are about; `now` is a full minute."""

    now: datetime

    @property
    def a_day_ago(self) -> datetime:
        """Return where the last 24 hours begin."""
        return self.now - DAY

    @property
    def month_ago(self) -> datetime:
        """Return where the last 30 days begin."""
        return self.now - 30 * DAY

    @property
    def month_began(self) -> datetime:
        """Return the first midnight of this month, UTC."""
        return self.now.astimezone(UTC).replace(day=1, hour=0, minute=0)

    @property
    def days(self) -> tuple[tuple[datetime, datetime], ...]:
        """Return each of the last 90 days, UTC, from midnight to midnight."""
        today = self.now.astimezone(UTC).replace(hour=0, minute=0)
        return tuple((today - back * DAY, today - (back - 1) * DAY) for back in range(DAYS - 1, -1, -1))
