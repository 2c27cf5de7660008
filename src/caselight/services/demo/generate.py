"""All demo cases of a period, by client and then in order; nothing is shifted afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from caselight.core.lateness import is_overdue
from caselight.core.lifecycle import OPEN
from caselight.core.promises import Promise
from caselight.services.demo import scenario
from caselight.services.demo.arrivals import A_DAY, Arrival, arrivals
from caselight.services.demo.calendars import holidays_of
from caselight.services.demo.clients import CLIENTS, NORVANE, QUILLSTONE, DemoClient
from caselight.services.demo.dice import Dice
from caselight.services.demo.endings import life, twin
from caselight.services.demo.floor import Floor
from caselight.services.demo.interruptions import interruptions
from caselight.services.demo.lives import Move
from caselight.services.demo.planted import planted
from caselight.services.demo.play import played
from caselight.services.demo.raising import escalated
from caselight.services.demo.recoveries import following, recovery
from caselight.services.demo.stories import Story, story
from caselight.services.demo.updates import kept_informed
from caselight.services.demo.written import written

ATTEMPTS = 60


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A story and what was done about it by now."""

    story: Story
    moves: Sequence[Move]


def cases(floor: Floor, *, seed: int, now: datetime, days: int) -> list[DemoCase]:
    """Return every case of the days that end now: failures, then interruptions and recoveries, each oldest first."""
    failures = _failures(floor, seed=seed, now=now, days=days)
    down = [DemoCase(*case) for case in interruptions(floor, seed=seed, now=now, days=days)]
    return [*failures, *_past_of(down, floor, seed=seed, now=now), *_recoveries(failures, floor, seed=seed, now=now)]


def _failures(floor: Floor, *, seed: int, now: datetime, days: int) -> list[DemoCase]:
    start = now - timedelta(days=days)
    made = [DemoCase(*case) for case in planted(floor, seed=seed, now=now)]
    for client in CLIENTS:
        come = arrivals(client, seed=seed, start=start, now=now) if client.share else ()
        for arrival in (*come, *_edges(client, start, now)):
            made += _of(story(client, arrival, seed=seed), floor, seed=seed, now=now)
    return _past_of(made, floor, seed=seed, now=now)


def _recoveries(failures: Sequence[DemoCase], floor: Floor, *, seed: int, now: datetime) -> list[DemoCase]:
    """Return what is done to win back the customers of some of these failures."""
    made = []
    for case in failures:
        told = recovery(case.story, case.moves, seed=seed, now=now)
        if told:
            lived = next(_of(told, floor, seed=seed, now=now))
            made.append(DemoCase(told, list(following(lived.moves, case.story))))
    return _past_of(made, floor, seed=seed, now=now)


def _past_of(made: Sequence[DemoCase], floor: Floor, *, seed: int, now: datetime) -> list[DemoCase]:
    """Return what has happened by now, sheets and next steps written, oldest first."""
    past = [
        DemoCase(case.story, _past(written(case.story, case.moves, floor, seed=seed, now=now), now))
        for case in made
        if case.story.opened_at < now
    ]
    return sorted(past, key=lambda case: (case.story.opened_at, case.story.key))


def _of(told: Story, floor: Floor, *, seed: int, now: datetime) -> Iterator[DemoCase]:
    """Yield the case, and its twin if it has one; lived again until it does not stand overdue at the end.

    What stands overdue then is planted by hand: a floor of which nobody works would be late everywhere.
    """
    for attempt in range(ATTEMPTS):
        lived = life(told, floor, seed=seed, attempt=attempt, policy_since=now - scenario.POLICY_AGE)
        moves = escalated(told, lived, floor, seed=seed)
        if not _stands_overdue(told, moves, floor, now, but=Promise.UPDATE):
            break
    yield DemoCase(told, _informed(told, moves, floor, seed=seed, now=now))
    again = twin(told, moves, floor, seed=seed)
    if again and not _stands_overdue(*again, floor, now):
        yield DemoCase(*again)


def _informed(told: Story, moves: Sequence[Move], floor: Floor, *, seed: int, now: datetime) -> Sequence[Move]:
    """Return the moves with the updates promised, such that none is owed at the end if that can be."""
    for attempt in range(ATTEMPTS):
        informed = kept_informed(told, moves, floor, Dice.of(seed, told.key, "updates", attempt))
        if not _stands_overdue(told, informed, floor, now):
            break
    return informed


def _stands_overdue(
    told: Story, moves: Sequence[Move], floor: Floor, now: datetime, *, but: Promise | None = None
) -> bool:
    if moves[-1].at <= now:
        return False
    case = played(_past(moves, now), floor, floor.clients[told.client.name], numbers={})
    open_clocks = (clock for clock in case.clocks if clock["stopped_at"] is None and clock["promise"] != but)
    due = (*(clock["due_at"] for clock in open_clocks), *_steps_due(case.escalations))
    return case.case["status"] in OPEN and any(is_overdue(at, now) for at in due)


def _steps_due(raised: Sequence[Mapping[str, Any]]) -> Iterator[datetime | None]:
    """Yield when the steps of open escalations are due."""
    for row in raised:
        if row["ended_at"] is None and row["passed_on_at"] is None:
            yield row["resolve_due_at"]
            yield None if row["acknowledged_at"] else row["ack_due_at"]


def _past(moves: Sequence[Move], now: datetime) -> list[Move]:
    return list(takewhile(lambda move: move.at <= now, moves))


def _edges(client: DemoClient, start: datetime, now: datetime) -> Iterator[Arrival]:
    """Yield the openings that calendars find hard, where the period has them."""
    zone = ZoneInfo(client.zone)
    first, last = start.astimezone(zone).date() + A_DAY, now.astimezone(zone).date() - A_DAY
    period = [first + number * A_DAY for number in range((last - first).days)]
    if client == QUILLSTONE:
        holidays = [day for day in period if day in holidays_of(client.country, day.year)]
        for name, days in (("holiday", holidays), ("night", period)):
            yield from (_edge(f"{name} edge", day, time(3, 10), zone) for day in days[-1:])
    if client == NORVANE:
        twice = [day for day in period if _repeats(day, zone)]
        yield from (_edge("repeated hour edge", day, time(1, 30, fold=1), zone) for day in twice)


def _edge(key: str, day: date, at: time, zone: ZoneInfo) -> Arrival:
    return Arrival(key, datetime.combine(day, at, zone).astimezone(UTC), {})


def _repeats(day: date, zone: ZoneInfo) -> bool:
    """Say whether half past one comes twice on this day."""
    once, again = (datetime.combine(day, time(1, 30, fold=fold), zone).utcoffset() for fold in (0, 1))
    return once is not None and again is not None and once > again
