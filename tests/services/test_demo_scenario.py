"""The whole scenario, once: what the dashboard must be able to show is there, and nothing impossible is."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caselight.core import lateness
from caselight.core.clock import Clock
from caselight.core.escalation_kinds import KINDS
from caselight.core.lifecycle import LEFT_OUT, OPEN
from caselight.core.people import EVERYTHING
from caselight.core.priority import propose
from caselight.core.promises import Promise
from caselight.core.records import TYPES, Stage, owed, validate
from caselight.services.demo.clients import CLIENTS
from caselight.store import escalation_history
from caselight.store.kpi_reads import kpi
from caselight.store.tables import CaseClock, Event
from whole_demo import NOW, Whole


@pytest.fixture(scope="module")
def whole(demo: Whole) -> Whole:
    """Return the failures: what the shares of the scenario are shares of."""
    return demo.failures()


def test_the_floor_is_busy_and_calm(whole: Whole) -> None:
    late, soon = lateness.overdue(whole.open, NOW), lateness.due_soon(whole.open, NOW)

    assert 8_500 <= len(whole.cases) <= 9_800
    assert 55_000 <= sum(not _is_written(event) for events in whole.events.values() for event in events) <= 85_000
    assert 100 <= len(whole.open) <= 160
    assert len(late) == 6
    assert 4 <= len(soon) <= 12
    assert len(lateness.unowned(late)) == 4
    assert len(lateness.unacknowledged(late)) == 3


def test_four_clients_have_what_they_were_promised_and_parcelo_has_not(whole: Whole) -> None:
    met: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for clock in whole.clocks:
        case = whole.cases[clock.case_id]
        state = _clock(clock, whole).state(NOW)
        if clock.promise == Promise.RESOLUTION and case.status not in LEFT_OUT and state in {"met", "missed"}:
            decided[whole.clients[case.client_id]] += 1
            met[whole.clients[case.client_id]] += state == "met"
    kept = {name: 100 * met[name] / decided[name] for name in decided}

    assert 85 <= 100 * met.total() / decided.total() <= 94
    assert kept["Norvane Telecom"] >= 86
    assert kept["Ellery Care"] >= 92
    assert kept["Quillstone Bank"] >= 95
    assert kept["Tarrin Utilities"] >= 92
    assert 80 <= kept["Parcelo Shop"] < 97


def test_on_every_day_the_backlog_is_yesterdays_plus_what_came_minus_what_went(whole: Whole) -> None:
    comes, goes = {"case:logged", "case:reopened"}, {"case:resolved", "case:cancelled", "case:merged"}
    start = min(case.opened_at for case in whole.cases.values())
    ends = [start + timedelta(days=day) for day in range(1, 181)]
    flow: Counter[int] = Counter()
    standing: Counter[int] = Counter()
    for events in whole.events.values():
        for event in events:
            flow[(event.at - start) // timedelta(days=1)] += (event.kind in comes) - (event.kind in goes)
        for day, end in enumerate(ends):
            past = [event for event in events if event.at < end]
            standing[day] += bool(past) and past[-1].status in OPEN

    backlog = 0
    for day in range(len(ends)):
        backlog += flow[day]
        assert backlog == standing[day], f"day {day}"


def test_nothing_takes_less_than_no_time(whole: Whole) -> None:
    for number, events in whole.events.items():
        case = whole.cases[number]
        later = [case.acknowledged_at, case.first_response_at, case.first_resolved_at, case.resolved_at, case.closed_at]
        assert case.occurred_at <= case.opened_at == events[0].at
        assert all(first.at <= second.at for first, second in pairwise(events))
        assert all(case.opened_at <= at <= NOW for at in later if at)
        assert events[-1].at <= NOW
        assert case.touched_at == max(event.at for event in events if event.actor_id or event.seq == 1)


def test_every_case_says_what_its_type_asks_at_its_stage(whole: Whole) -> None:
    for case in whole.cases.values():
        template = TYPES[case.record_type]
        stage = Stage.LOGGING if case.first_resolved_at is None else Stage.RESOLVING
        by_hand = case.closed_at and case.resolved_at and case.closed_at - case.resolved_at < timedelta(hours=2)
        stage = Stage.CLOSING if by_hand else stage

        assert validate(template, case.details, stage=stage, now=case.touched_at) == case.details
        assert not owed(template, case.details, stage, serious=case.priority <= 2), case
        assert case.is_priority_by_hand or propose(case.impact or "", case.urgency or "") == case.priority


def test_things_happen_as_often_as_the_scenario_says(whole: Whole) -> None:
    n = len(whole.cases)
    kinds = [Counter(event.kind for event in events) for events in whole.events.values()]
    tiers = Counter(max(event.tier or 0 for event in events) for events in whole.events.values())
    closed = [case for case in whole.cases.values() if case.closed_at]

    assert sum(kind["case:waiting"] > 0 for kind in kinds) / n == pytest.approx(0.28, abs=0.03)
    assert sum(kind["case:reopened"] > 0 for kind in kinds) / n == pytest.approx(0.04, abs=0.01)
    assert tiers[1] / n == pytest.approx(0.62, abs=0.03)
    assert tiers[3] / n == pytest.approx(0.08, abs=0.02)
    assert sum(case.root_cause is None for case in closed) / len(closed) == pytest.approx(0.12, abs=0.02)
    assert sum(map(_goes_to_and_fro, whole.events.values())) / n == pytest.approx(0.08, abs=0.03)


def test_one_case_in_six_has_come_before(whole: Whole) -> None:
    with whole.store.reading(EVERYTHING) as session:
        told = kpi(session, EVERYTHING, as_of=NOW)["kpis"]["recurrence"]

    assert 15 <= told["percent"] <= 20


def test_escalations_of_every_kind_end_in_every_way_and_none_is_overdue_before_the_first_sweep(demo: Whole) -> None:
    with demo.store.reading(EVERYTHING) as session:
        raised = escalation_history.raised(session, EVERYTHING, since=NOW - timedelta(days=200))
        is_open = [one for one in raised if one.is_open]

    assert {one.kind for one in raised} == set(KINDS)
    assert {one.ending for one in raised} >= {"resolved", "passed on", "declined", "cancelled", "open"}
    assert sum(one.acknowledged_at is None and not one.is_open for one in raised) / len(raised) < 0.05
    assert 20 <= len(is_open) <= 80
    assert not any(one.is_overdue(NOW) for one in is_open)


def test_every_state_of_a_clock_is_there_for_both_promises(whole: Whole) -> None:
    states = {(clock.promise, _clock(clock, whole).state(NOW)) for clock in whole.clocks}

    for state in ("running", "at risk", "missed", "paused", "met"):
        assert (Promise.RESOLUTION, state) in states
    assert {(Promise.FIRST_RESPONSE, state) for state in ("running", "missed", "met")} <= states


def test_every_clock_row_says_what_its_clock_says(whole: Whole) -> None:
    for row in whole.clocks:
        clock = _clock(row, whole)
        assert (row.due_at, row.stopped_at) == (clock.due_at(), clock.stopped_at)
        assert row.stopped_at is None or (row.due_at is not None)


def test_the_bursts_stand_out(whole: Whole) -> None:
    hours = Counter(
        (whole.clients[case.client_id], case.opened_at.replace(minute=0, second=0)) for case in whole.cases.values()
    )
    bursts = {(client, at.date()) for (client, at), count in hours.items() if count >= 15}

    assert bursts >= {
        ("Norvane Telecom", (NOW - timedelta(days=9)).date()),
        ("Parcelo Shop", (NOW - timedelta(days=33)).date()),
        ("Tarrin Utilities", (NOW - timedelta(days=68)).date()),
    }


def test_parcelos_courier_gets_slower_and_the_second_tier_faster(whole: Whole) -> None:
    late = [case for case in whole.cases.values() if case.details.get("carrier") == "Brisk Wheel Couriers"]
    drift = [case for case in late if whole.clients[case.client_id] == "Parcelo Shop"]
    weeks = Counter((NOW - case.opened_at).days // 7 for case in drift)
    policy = NOW - timedelta(days=60)
    before, after = (
        sorted(_second_tier_waits(whole, since, until))
        for since, until in ((policy - timedelta(days=60), policy), (policy, NOW))
    )

    assert weeks[0] + weeks[1] > 1.3 * (weeks[6] + weeks[7])
    assert after[len(after) // 2] < 0.7 * before[len(before) // 2]


def test_the_planted_edges_are_there(whole: Whole) -> None:
    clocks = {(clock.case_id, clock.promise): clock for clock in whole.clocks}
    resolutions = [clock for clock in whole.clocks if clock.promise == Promise.RESOLUTION]
    open_numbers = {case.number for case in whole.open}
    on_hold = [clock for clock in resolutions if clock.case_id in open_numbers and clock.due_at is None]
    zone = ZoneInfo("Europe/London")
    quillstone = next(number for number, name in whole.clients.items() if name == "Quillstone Bank")

    assert any(clock.due_at == NOW and clock.stopped_at is None for clock in resolutions)
    assert any(clock.due_at == clock.stopped_at for clock in resolutions)
    assert any(clock.started_at + timedelta(seconds=clock.target_s) < NOW for clock in on_hold)
    assert any(
        case.reopens and case.status in OPEN and clocks[number, Promise.RESOLUTION].first_missed_at is None
        for number, case in whole.cases.items()
    )
    assert {case.status for case in whole.cases.values()} >= {"cancelled", "merged", "waiting", "new"}
    assert {case.id for case in whole.cases.values()} - {clock.case_id for clock in whole.clocks}
    assert any(event.kind == "case:updated" for events in whole.events.values() for event in events)
    assert any(first.at == second.at for events in whole.events.values() for first, second in pairwise(events))
    assert any(case.opened_at.astimezone(zone).fold for case in whole.cases.values())
    assert any(
        case.client_id == quillstone and case.opened_at.astimezone(ZoneInfo("Asia/Singapore")).hour == 3
        for case in whole.cases.values()
    )


def test_one_client_has_no_hours_and_one_has_no_cases(whole: Whole) -> None:
    with_cases = {whole.clients[case.client_id] for case in whole.cases.values()}

    assert set(whole.clients.values()) == {client.name for client in CLIENTS}
    assert set(whole.clients.values()) - with_cases == {"Fennick Travel"}


def _clock(row: CaseClock, whole: Whole) -> Clock:
    target, hours = timedelta(seconds=row.target_s), whole.hours[row.calendar_id]
    return Clock.from_rows(row.runs, target=target, hours=hours, stopped_at=row.stopped_at)


def _goes_to_and_fro(events: list[Event]) -> bool:
    teams = [team for team, _ in groupby(event.team_id for event in events)]
    return any(first == third for first, third in zip(teams, teams[2:], strict=False))


def _second_tier_waits(whole: Whole, since: datetime, until: datetime) -> Iterator[float]:
    """Yield the seconds from each escalation to tier 2 until somebody had it, for cases opened in a period."""
    for number, events in whole.events.items():
        came: Any = None
        for event in events if since <= whole.cases[number].opened_at < until else ():
            if event.kind == "case:escalated" and event.tier == 2:
                came = event.at
            elif came and event.is_accepted:
                yield (event.at - came).total_seconds()
                came = None


def _is_written(event: Event) -> bool:
    """Say whether an event adds a sheet or finishes one: the shares are of what was done to cases."""
    return event.kind.endswith(("_added", "_done"))
