"""The weekly shifts of a desk, as people write them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from caselight.core.refusal import Refusal

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


class Shift(NamedTuple):
    """Opening hours that begin on one weekday (Monday is 0); an end at or before the start lies on the next day."""

    weekday: int
    start: time
    end: time

    @property
    def overnight(self) -> bool:
        """Say whether the shift ends on the day after it starts."""
        return self.end <= self.start

    def span(self) -> tuple[timedelta, timedelta]:
        """Return the start and the end on the wall clock, counted from Monday 00:00."""
        midnight = self.weekday * DAY
        return midnight + _since_midnight(self.start), midnight + _since_midnight(self.end) + self.overnight * DAY


def in_order(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Return the shifts from Monday on; refuse a week that never opens, an odd shift, and shifts that overlap."""
    week = tuple(sorted(shifts))
    if not week:
        raise Refusal("These business hours never open: give at least one shift.")
    for shift in week:
        if shift.weekday not in range(len(DAYS)) or not (_whole_minute(shift.start) and _whole_minute(shift.end)):
            raise Refusal(f"{shift} is no shift: give a weekday from 0 (Monday) to 6 and whole minutes.")
    spans = [shift.span() for shift in week]
    following = [*(start for start, _ in spans[1:]), spans[0][0] + WEEK]
    for shift, (_, end), next_start in zip(week, spans, following, strict=True):
        if end > next_start:
            name = DAYS[shift.weekday].capitalize()
            raise Refusal(f"The shift from {shift.start:%H:%M} on {name} overlaps the next one: end it earlier.")
    return week


def always_open(week: Iterable[Shift]) -> bool:
    """Say whether shifts that do not overlap fill the whole week."""
    return sum((end - start for start, end in (shift.span() for shift in week)), timedelta()) == WEEK


def read_week(rows: Mapping[str, Iterable[Sequence[str]]]) -> tuple[Shift, ...]:
    """Return the shifts of `{"mon": [["09:00", "17:00"]], …}`; an end may be written 24:00."""
    if unknown := sorted(set(rows) - set(DAYS)):
        raise Refusal(f"{unknown[0]!r} is no weekday: use {', '.join(DAYS)}.")
    return tuple(_read(DAYS.index(day), row) for day, shifts in rows.items() for row in shifts)


def read_spans(text: str, *, weekday: int = 0) -> list[list[str]]:
    """Return the spans of a day as people type them, 09:00-12:00, 13:00-17:00; none where nothing is typed."""
    typed = text.replace("–", "-").replace(" ", "")
    rows = [span.split("-") for span in typed.split(",") if span]
    read_day(weekday, rows)
    return rows


def read_day(weekday: int, rows: Iterable[Sequence[str]]) -> tuple[Shift, ...]:
    """Return the shifts of one day, `[["09:00", "12:00"]]`, none where it stays closed; refuse ones that overlap."""
    day = tuple(_read(weekday, row) for row in rows)
    return in_order(day) if day else ()


def write_day(day: Iterable[Shift]) -> list[list[str]]:
    """Return the shifts of one day as `read_day` takes them."""
    return [[f"{shift.start:%H:%M}", f"{shift.end:%H:%M}"] for shift in day]


def write_week(week: Iterable[Shift]) -> dict[str, list[list[str]]]:
    """Return the shifts as `read_week` takes them."""
    rows: dict[str, list[list[str]]] = {}
    for shift in week:
        rows.setdefault(DAYS[shift.weekday], []).extend(write_day([shift]))
    return rows


def in_words(week: Iterable[Shift]) -> str:
    """Return the week as people say it: Mon–Fri 09:00–17:00, Sat 09:00–12:00; 24×7 where it never closes."""
    week = tuple(week)
    if always_open(week):
        return "24×7"
    spans = [
        ", ".join(f"{each.start:%H:%M}–{_until(each)}" for each in week if each.weekday == day) for day in range(7)
    ]
    said = []
    for span, same in groupby(enumerate(spans), key=lambda pair: pair[1]):
        days = [DAYS[day].capitalize() for day, _ in same]
        if span:
            said.append(f"{days[0]}–{days[-1]} {span}" if len(days) > 1 else f"{days[0]} {span}")
    return ", ".join(said)


def _until(shift: Shift) -> str:
    return "24:00" if shift.end == time() else f"{shift.end:%H:%M}"


def _read(weekday: int, row: Sequence[str]) -> Shift:
    try:
        start, end = row
        return Shift(weekday, _time(start), _time("00:00" if end == "24:00" else end))
    except (TypeError, ValueError) as error:
        raise Refusal(f"{row!r} cannot be read as a shift: write it as 09:00 to 17:00.") from error


def _time(text: str) -> time:
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 – a time of day has no zone


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def _whole_minute(at: time) -> bool:
    return at == time(at.hour, at.minute)
