"""When cases come in: by client, day and hour, with bad hours now and then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from caselight.services.demo.calendars import holidays_of
from caselight.services.demo.clients import DAYS, DemoClient
from caselight.services.demo.dice import Dice
from caselight.services.demo.scenario import (
    AFTER_A_HOLIDAY,
    BURST_LASTS,
    BURSTS,
    CASES_PER_DAY,
    DAY_SHAPE,
    DISPERSION,
    DRIFT_PER_WEEK,
    DRIFT_WEEKS,
    DRIFTING,
    ON_A_HOLIDAY,
    OUT_OF_HOURS,
)

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A case about to be logged; its key names its own dice for ever."""

    key: str
    at: datetime
    told: dict[str, str]  # what is not left to chance: service, record type, cause, title


def arrivals(client: DemoClient, *, seed: int, start: datetime, now: datetime) -> Iterator[Arrival]:
    """Yield the cases of one client in [start, now), with its bursts and its drift."""
    first, last = (at.astimezone(ZoneInfo(client.zone)).date() for at in (start, now))
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for arrival in (*_of_a_day(client, day, seed), *_of_the_drift(client, day, seed, now)):
            if start <= arrival.at < now:
                yield arrival
    yield from (arrival for arrival in _of_bursts(client, seed, now) if arrival.at >= start)


def expected(client: DemoClient, at: datetime) -> float:
    """Return how many cases the client's hour around an instant brings on average."""
    local = at.astimezone(ZoneInfo(client.zone))
    day_shape = hours_shape(client, local.weekday())
    return CASES_PER_DAY * client.share * _of_the_day(client, local.date()) * day_shape[local.hour]


def hours_shape(client: DemoClient, weekday: int) -> list[float]:
    """Return the share of a day's cases that each local hour brings."""
    opens, closes = _opening(client, weekday)
    weights = [weight * (1 if opens <= hour < closes else OUT_OF_HOURS) for hour, weight in enumerate(DAY_SHAPE)]
    return [weight / sum(weights) for weight in weights]


def _opening(client: DemoClient, weekday: int) -> tuple[int, int]:
    if client.opens is None or DAYS[weekday] not in client.open_days:
        return 0, 24
    opens, closes = (int(text[:2]) for text in client.opens)
    return opens, closes


def _of_the_day(client: DemoClient, day: date) -> float:
    """Return the day's cases against those of an average day."""
    factor = client.week[day.weekday()] * len(DAYS)
    if day.month in {11, 12}:
        factor *= client.peak_season
    holidays = holidays_of(client.country, day.year)
    if day in holidays:
        return factor * ON_A_HOLIDAY
    return factor * (AFTER_A_HOLIDAY if day - A_DAY in holidays else 1)


def _of_a_day(client: DemoClient, day: date, seed: int) -> Iterator[Arrival]:
    dice = Dice.of(seed, client.name, day)
    mean = CASES_PER_DAY * client.share * _of_the_day(client, day)
    for hour, share in enumerate(hours_shape(client, day.weekday())):
        for number in range(dice.clustered(mean * share, DISPERSION)):
            local = datetime.combine(day, time(hour), ZoneInfo(client.zone))
            at = local.astimezone(UTC) + timedelta(seconds=dice.whole(0, 3599))
            yield Arrival(f"{client.name}/{day}/{hour}/{number}", at, {})


def _of_the_drift(client: DemoClient, day: date, seed: int, now: datetime) -> Iterator[Arrival]:
    """Yield what the courier's decline adds: so much more of one type, week by week."""
    weeks_ago = (now.date() - day).days // 7
    if client.name != DRIFTING[0] or weeks_ago >= DRIFT_WEEKS:
        return
    usual = client.types[2] / sum(client.types)
    growth: float = DRIFT_PER_WEEK ** (DRIFT_WEEKS - weeks_ago) - 1
    dice = Dice.of(seed, client.name, day, "drift")
    for number in range(dice.count(CASES_PER_DAY * client.share * _of_the_day(client, day) * usual * growth)):
        hour = dice.weighted(range(24), hours_shape(client, day.weekday()))
        at = datetime.combine(day, time(hour), ZoneInfo(client.zone)).astimezone(UTC)
        told = {"record_type": "delivery", "service": "Home delivery", "cause": "courier ran late"}
        yield Arrival(f"{client.name}/{day}/drift/{number}", at + timedelta(seconds=dice.whole(0, 3599)), told)


def _of_bursts(client: DemoClient, seed: int, now: datetime) -> Iterator[Arrival]:
    for name, days_ago, cases, service, cause, title in BURSTS:
        if name != client.name:
            continue
        dice = Dice.of(seed, name, "burst", days_ago)
        local = datetime.combine(now.date() - days_ago * A_DAY, time(10), ZoneInfo(client.zone))
        told = {"record_type": "technical", "service": service, "cause": cause, "title": title}
        for number in range(cases):
            at = local.astimezone(UTC) + timedelta(seconds=dice.whole(0, int(BURST_LASTS.total_seconds()) - 1))
            yield Arrival(f"{name}/burst {days_ago}/{number}", at, told)
