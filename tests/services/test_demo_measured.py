"""What the demo plants, the manager's pages show: bursts, drift and policy change; and hardly an alarm elsewhere."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from caselight.core import baseline
from caselight.core.people import EVERYTHING
from caselight.core.records import TYPES
from caselight.services.demo import scenario
from caselight.store import drifts, failures, overview, tier_moves
from caselight.store.among import Among
from whole_demo import NOW, Whole

DAY = timedelta(days=1)
FAILURES = tuple(key for key, record in TYPES.items() if record.family == "service failure")


@pytest.mark.parametrize("planted", scenario.BURSTS, ids=[burst[0] for burst in scenario.BURSTS])
def test_a_planted_burst_is_found_at_its_service(demo: Whole, planted: tuple[str, int, int, str, str, str]) -> None:
    client, ago, n, *_ = planted

    with demo.store.reading(EVERYTHING) as session:
        found = failures.counted(
            session, EVERYTHING, Among(record_types=FAILURES), since=NOW - 90 * DAY, until=NOW, zone=ZoneInfo("UTC")
        )

    same = [burst for burst in found.bursts if demo.clients[burst.client_id] == client]
    assert max(len(burst.numbers) for burst in same) > n / 2
    assert any(abs(burst.began_at - (NOW - ago * DAY)) < 2 * DAY for burst in same)


def test_the_planted_drift_is_found_where_it_was_planted(demo: Whole) -> None:
    with demo.store.reading(EVERYTHING) as session:
        found = drifts.drifting(
            session, EVERYTHING, Among(record_types=FAILURES), today=NOW.date(), zone=ZoneInfo("UTC")
        )

    narrow = {(demo.clients[one.client_id], one.record_type) for one in found if one.client_id and one.record_type}
    assert narrow == {scenario.DRIFTING}


def test_hardly_a_day_wears_a_badge_of_what_does_not_drift(demo: Whole) -> None:
    client, record_type = scenario.DRIFTING
    asked = [(NOW - back * DAY).date() for back in range(60, -1, -1)]
    wrong = set()

    with demo.store.reading(EVERYTHING) as session:
        for today in asked:
            found = drifts.drifting(
                session, EVERYTHING, Among(record_types=FAILURES), today=today, zone=ZoneInfo("UTC")
            )
            names = [(demo.clients.get(one.client_id, client), one.record_type or record_type) for one in found]
            wrong |= {today for name in names if name != scenario.DRIFTING}

    assert len(wrong) <= 0.05 * len(asked)


def test_the_policy_change_is_seen_beside_the_period_before(demo: Whole) -> None:
    ends = (NOW, NOW - 90 * DAY)

    with demo.store.reading(EVERYTHING) as session:
        found = [tier_moves.moves(session, EVERYTHING, since=end - 90 * DAY, until=end) for end in ends]

    now, before = (one["escalation_to_accept"]["1>2"] for one in found)
    assert min(now["n"], before["n"]) >= 20
    assert now["median_h"] < 0.8 * before["median_h"]


def test_apart_from_what_is_planted_hardly_a_day_raises_an_alarm(demo: Whole) -> None:
    days = [(NOW - back * DAY).date() for back in range(180, 0, -1)]
    bounds = tuple((datetime.combine(day, time(), UTC), datetime.combine(day + DAY, time(), UTC)) for day in days)
    planted = {(NOW - ago * DAY).date() + DAY * near for _, ago, *_ in scenario.BURSTS for near in (-1, 0, 1)}

    with demo.store.reading(EVERYTHING) as session:
        counts = overview.opened_per_day(session, EVERYTHING, Among(record_types=FAILURES), days=bounds)

    judged = [day for day in baseline.judged(list(zip(days, counts, strict=True))) if day.usual]
    false = [day for day in judged if day.alarm and day.at not in planted]
    assert len(judged) > 100
    assert len(false) <= 0.05 * len(judged)
