"""A ledger in words adds up by eye."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.clock import Clock
from caselight.core.ledger import Turn, ledger
from caselight.store.casefile import ClockRow
from caselight.ui.ledger import View, hours_and_minutes, slug, view
from said import A_MONDAY, ALL_WEEK, at, open_on

SHOP = open_on(ALL_WEEK[:6], "08:00-20:00", zone="Europe/Berlin")
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def drawn(clock: Clock, turns: list[Turn], now: str) -> View:
    row = ClockRow(
        "resolution", 28800, clock.to_rows(), SHOP.to_dict(), "Shop", clock.stopped_at, None, clock.runs[0].start
    )
    return view(ledger(row.clock(), turns, now=at(now)), row, "Parcelo Shop", now=at(now), zone=BERLIN)


def test_each_part_is_said_with_its_days_once() -> None:
    clock = Clock.start(8 * HOUR, SHOP, at("Wed 09:10")).pause(at("Wed 17:30")).resume(at("Thu 10:16"))
    turns = [Turn(at("Wed 17:30"), "waiting", "Jonas Ekeland", "supplier")]

    seen = drawn(clock, [*turns, Turn(at("Thu 10:16"), "in progress")], "Thu 13:05")

    assert [(line.start, line.end, line.what, line.by, line.counted, line.not_counted) for line in seen.lines] == [
        ("Wed 10:10", "18:30", "In progress", "", "8h 20m", ""),
        ("18:30", "20:00", "Waiting for supplier", "Jonas Ekeland", "", "1h 30m"),
        ("20:00", "Thu 08:00", "Outside hours of Parcelo Shop, Mon–Sat 08:00–20:00", "", "", "12h 00m"),
        ("08:00", "11:16", "Waiting for supplier", "Jonas Ekeland", "", "3h 16m"),
        ("11:16", "now 14:05", "In progress", "", "2h 49m", ""),
    ]
    assert (seen.since, seen.counted, seen.not_counted, seen.wall) == ("Wed 10:10", "11h 09m", "16h 46m", "27h 55m")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=8))
def test_the_minutes_shown_add_up_to_the_total_shown(seconds: list[int]) -> None:
    clock, turns, when = Clock.start(8 * HOUR, SHOP, A_MONDAY + 9 * HOUR), [], A_MONDAY + 9 * HOUR
    for place, gap in enumerate(seconds):
        when += timedelta(seconds=gap)
        clock = clock.resume(when) if place % 2 else clock.pause(when)
        turns.append(Turn(when, "in progress" if place % 2 else "waiting", "Ada", f"reason {place}"))

    seen = drawn(clock, turns, "Tue 12:00")

    shown = [(_minutes(line.counted), _minutes(line.not_counted)) for line in seen.lines]
    assert hours_and_minutes(timedelta(minutes=sum(one for one, _ in shown))) == seen.counted
    assert hours_and_minutes(timedelta(minutes=sum(other for _, other in shown))) == seen.not_counted
    assert seen.counted == hours_and_minutes(clock.elapsed(at("Tue 12:00")))


def test_a_holiday_is_called_by_its_name() -> None:
    hours = SHOP.to_dict() | {"holidays": ["2026-01-06"], "names": {"2026-01-06": "Epiphany"}}
    row = ClockRow(
        "resolution", 28800, [[at("Mon 18:00").isoformat(), None]], hours, "Shop", None, None, at("Mon 18:00")
    )

    seen = view(ledger(row.clock(), [], now=at("Wed 09:00")), row, "Parcelo Shop", now=at("Wed 09:00"), zone=BERLIN)

    assert [line.what for line in seen.lines if line.look == "holiday"] == ["Holiday of Parcelo Shop, Epiphany"]


def test_a_promise_is_named_in_the_url_by_its_words() -> None:
    assert slug("update to the customer") == "update-to-the-customer"


def _minutes(said: str) -> int:
    numbers = [int(part[:-1]) for part in said.split()]
    return numbers[0] * 60 + numbers[1] if len(numbers) > 1 else sum(numbers)
