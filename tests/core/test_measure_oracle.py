"""Where time goes, bursts and the contract month, each against a slow and obvious way to work it out."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean, pvariance
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caselight.core import sla
from caselight.core.bursts import Burst, bursts, remarkable
from caselight.core.flow import flow
from caselight.core.kpis.facts import CODES, Cases, Events, Facts
from caselight.core.kpis.lives import Lives
from caselight.core.lifecycle import OPEN, Status
from caselight.core.sla import Kept, Window
from caselight.core.tallies import Failure

START = datetime(2026, 10, 19, tzinfo=UTC)
MINUTE, HALF, DAY = timedelta(minutes=1), timedelta(minutes=30), timedelta(days=1)
SPAN = 2 * DAY
SINCE, NOW = 200, 4_000  # minutes since START


class Step(NamedTuple):
    """An event of a case, so many minutes after the one before it."""

    after: int
    status: Status
    team: int
    tier: int


STEPS = st.builds(Step, st.integers(0, 600), st.sampled_from(Status), st.integers(0, 3), st.integers(0, 3))
LIVES = st.lists(st.lists(STEPS, min_size=1, max_size=6), max_size=6)


def dated(steps: list[Step]) -> list[tuple[int, Step]]:
    """Return the events of a case with their minutes."""
    return [(sum(step.after for step in steps[: place + 1]), each) for place, each in enumerate(steps)]


def lives(cases: list[list[Step]]) -> Lives:
    """Return the same as columns; the case at a place has the number 10 more, and the client its place modulo 2."""
    rows = [(place, at, step) for place, steps in enumerate(cases) for at, step in dated(steps)]
    opened = [START.timestamp() + 60 * steps[0].after for steps in cases]
    nothing = np.full(len(cases), np.nan)
    whole = np.arange(len(cases), dtype=np.int64)
    return Lives(
        Facts(
            as_of=START + NOW * MINUTE,
            cases=Cases(
                whole + 10, whole % 2, whole, np.array(opened), nothing, nothing, np.ones(len(cases), dtype=bool)
            ),
            events=Events(
                np.array([place for place, _, _ in rows], dtype=np.int64),
                np.array([START.timestamp() + 60 * at for _, at, _ in rows]),
                np.array([CODES[step.status] for _, _, step in rows], dtype=np.int64),
                np.array([step.team for _, _, step in rows], dtype=np.int64),
                np.array([step.tier for _, _, step in rows], dtype=np.int64),
                np.zeros(len(rows), dtype=bool),
                np.zeros(len(rows), dtype=bool),
            ),
            since=START.timestamp() + 60 * SINCE,
        )
    )


@given(LIVES)
def test_where_time_goes_is_counted_minute_by_minute(cases: list[list[Step]]) -> None:
    found = flow(lives(cases))

    counted = {place: dated(steps) for place, steps in enumerate(cases) if steps[0].after >= SINCE}
    by_status, by_tier = Counter[str](), Counter[int]()
    spent, waited = Counter[int](), Counter[int]()
    for place, events in counted.items():
        ends = [at for at, _ in events[1:]] + [NOW]
        for (at, step), end in zip(events, ends, strict=True):
            if step.status in OPEN:
                took = 60 * max(end - at, 0)
                by_status[step.status] += took
                by_tier[step.tier] += took
                spent[place % 2] += took
                waited[place % 2] += took if step.status == Status.WAITING else 0
    assert found.cases == len(counted)
    assert found.by_status == pytest.approx({name: by_status[name] for name in OPEN})
    assert found.by_tier == pytest.approx({tier: by_tier[tier] for tier in (1, 2, 3)})
    assert found.waiting == pytest.approx({one: waited[one] / took for one, took in spent.items() if took})


@given(LIVES)
def test_moves_are_read_off_each_list_of_teams(cases: list[list[Step]]) -> None:
    found = flow(lives(cases))

    changes, returns, handed = 0, 0, set()
    for place, steps in enumerate(cases):
        teams: list[int] = []
        for step in steps if steps[0].after >= SINCE else []:
            if step.team and teams[-1:] != [step.team]:
                teams.append(step.team)
        changes += max(len(teams) - 1, 0)
        returns += sum(before == after for before, after in zip(teams, teams[2:], strict=False))
        handed |= {place + 10} if len(teams) > 1 else set()
    assert (found.hand_offs, found.returns, found.handed) == (changes, returns, handed)


CLUMPS = st.lists(
    st.tuples(st.integers(0, 2 * 1440 - 200), st.integers(1, 9), st.integers(0, 12)), min_size=1, max_size=6
)


def failures(clumps: list[tuple[int, int, int]], since: datetime, services: int) -> list[Failure]:
    """Return failures in clumps: from a minute on, so many, so many minutes apart."""
    minutes = [at + place * apart for at, count, apart in clumps for place in range(count)]
    return [
        Failure(place, 1, place % services, "technical", None, since + at * MINUTE, None, is_missed=False)
        for place, at in enumerate(minutes)
    ]


def by_hand(found: list[Failure], before: list[Failure]) -> list[Burst]:
    """Return the bursts of one service: from each failure on, count a half hour, and mark all in it."""
    rows = sorted(found, key=lambda row: (row.opened_at, row.number))
    edges = [START - SPAN + place * HALF for place in range(int(SPAN / HALF))]
    counts = [sum(edge <= row.opened_at < edge + HALF for row in before) for edge in edges]
    spread = max(1.0, pvariance(counts) / fmean(counts)) if before else 1.0
    marked = set()
    for first in rows:
        inside = [row for row in rows if first.opened_at <= row.opened_at < first.opened_at + HALF]
        usual = sum(row.opened_at.hour == first.opened_at.hour for row in [*rows, *before])
        if len(inside) >= remarkable(usual / (2 * SPAN / DAY) / 2, spread):
            marked |= {row.number for row in inside}
    runs: list[list[Failure]] = []
    for last, row in zip([None, *rows], rows, strict=False):
        if row.number in marked:
            joins = last is not None and last.number in marked and row.opened_at - last.opened_at < HALF
            runs = [*runs[:-1], [*runs[-1], row]] if joins else [*runs, [row]]
    return [
        Burst(1, rows[0].service_id, run[0].opened_at, run[-1].opened_at, tuple(row.number for row in run))
        for run in runs
    ]


@given(CLUMPS, CLUMPS | st.just([]), st.integers(1, 2))
@example([(599, 1, 0), (600, 5, 1), (1980, 40, 1)], [], 1)  # a quiet hour's half hour, begun just after a busy hour
@settings(max_examples=200)
def test_bursts_are_those_of_every_half_hour(
    clumps: list[tuple[int, int, int]], earlier: list[tuple[int, int, int]], services: int
) -> None:
    found, before = failures(clumps, START, services), failures(earlier, START - SPAN, services)

    expected = [
        each
        for service in range(services)
        for each in by_hand(
            [row for row in found if row.service_id == service], [row for row in before if row.service_id == service]
        )
    ]
    assert bursts(found, before, SPAN) == sorted(expected, key=lambda one: (one.began_at, one.numbers), reverse=True)


INSTANTS = st.none() | st.integers(-600, 20 * 1440)


def kept(case: int, stopped: int | None, missed: int | None) -> Kept:
    """Return a promise that stopped, or was missed, so many minutes after START, or never."""
    stop, miss = (None if at is None else START + at * MINUTE for at in (stopped, missed))
    return Kept(
        case=case,
        client="Parcelo Shop",
        title="Parcel lost",
        priority=3,
        promise="resolution",
        clause="",
        target=DAY,
        opened_at=START,
        due_at=miss,
        stopped_at=stop,
        missed_at=miss,
        is_paused=False,
        paused=timedelta(),
        raw_due_at=START,
        raw_missed_at=miss,
        used=None,
    )


@given(
    st.lists(st.tuples(INSTANTS, INSTANTS), max_size=40),
    st.integers(0, 18 * 1440),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),  # the clocks go back on 25 October
)
def test_each_day_of_the_month_counts_what_was_decided_by_its_end(
    instants: list[tuple[int | None, int | None]], length: int, name: str
) -> None:
    zone, until = ZoneInfo(name), START + length * MINUTE
    rows = [kept(case, *each) for case, each in enumerate(instants)]

    expected: list[tuple[date, int, int]] = []
    day = START.astimezone(zone).date()
    while day <= until.astimezone(zone).date():
        end = min(datetime.combine(day + DAY, time(), zone).astimezone(UTC), until)
        missed = sum(row.missed_at is not None and START <= row.missed_at < end for row in rows)
        met = sum(
            row.missed_at is None and row.stopped_at is not None and START <= row.stopped_at < end for row in rows
        )
        expected.append((day, met, met + missed))
        day += DAY
    assert sla.by_day(rows, Window(START, until), zone) == expected
