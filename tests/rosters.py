"""Business hours of every awkward sort, and the weeks in which zones change their clocks, for the property tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.shifts import read_day
from said import ALL_WEEK, WEEKDAYS, open_on

CHANGES = {
    "Europe/London": ("2026-03-25", "2026-10-21"),
    "America/New_York": ("2026-03-04", "2026-10-28"),
    "Europe/Berlin": ("2026-03-25", "2026-10-21"),
    "Asia/Singapore": ("2026-03-25", "2026-10-21"),  # no change, and far from UTC
    "America/Chicago": ("2026-03-04", "2026-10-28"),
    "Australia/Lord_Howe": ("2026-04-01", "2026-09-30"),  # half an hour
}
ROSTERS = {
    "day": (WEEKDAYS, "09:00-17:00"),
    "split": (ALL_WEEK, "08:00-12:00", "13:00-20:00"),
    "night": (ALL_WEEK, "22:00-06:00"),
    "late": (ALL_WEEK, "12:30-14:00", "21:00-02:00"),
    "small hours": (ALL_WEEK, "00:00-01:30", "01:45-02:15", "02:30-02:50"),  # begin and end inside the change
    "one day": (("sun",), "00:00-24:00"),
}
PLACES = [(zone, first) for zone, firsts in CHANGES.items() for first in firsts]
OWN_HOURS = ([], [["05:00", "07:00"]], [["23:00", "01:00"]])  # of a single day
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
LONGEST = 14 * 24 * 60  # minutes of a story

places = st.sampled_from(PLACES)
rosters = st.sampled_from(sorted(ROSTERS))
minutes = st.integers(0, LONGEST)
targets = st.integers(1, 3000).map(lambda count: count * A_MINUTE)
stories = st.lists(st.tuples(st.sampled_from(["pause", "resume", "stop", "reopen"]), minutes), max_size=8)


class Scene(NamedTuple):
    """Whose hours count, and when a clock starts: in a week with a change, on any minute of it."""

    hours: BusinessHours
    start: datetime

    def at(self, minute: int) -> datetime:
        """Return an instant of the scene."""
        return self.start + minute * A_MINUTE

    def clock(self, target: timedelta) -> Clock:
        """Return a clock that starts here."""
        return Clock.start(target, self.hours, self.start)

    def told(self, target: timedelta, story: list[tuple[str, int]]) -> Clock:
        """Return a clock to which a story happened."""
        clock = self.clock(target)
        for verb, minute in in_order(story):
            clock = getattr(clock, verb)(self.at(minute))
        return clock

    def on_holiday(self, days: set[int]) -> "Scene":
        """Return the scene with these days, counted from its start, as holidays too."""
        more = {(self.start + day * A_DAY).date() for day in days}
        return self._replace(hours=replace(self.hours, holidays=self.hours.holidays | more))


def in_order(story: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the steps of a story by their minute."""
    return sorted(story, key=lambda step: step[1])


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw any hours, with a holiday and a day that has hours of its own, in a week that changes its clocks."""
    zone, text = draw(places)
    days, *spans = ROSTERS[draw(rosters)]
    first = date.fromisoformat(text)
    holiday, apart = (first + draw(st.integers(0, 13)) * A_DAY for _ in range(2))
    own = read_day(apart.weekday(), draw(st.sampled_from(OWN_HOURS)))
    hours = replace(open_on(days, *spans, zone=zone, holidays=(holiday.isoformat(),)), exceptions=((apart, own),))
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) + draw(st.integers(0, 7 * 24 * 60)) * A_MINUTE
    return Scene(draw(st.sampled_from([hours, hours, hours, ALWAYS])), start)
