from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

import seeded
from caselight.core.board import month_began
from caselight.core.lateness import overdue
from caselight.core.people import EVERYTHING, Scope
from caselight.store import overview, wall
from caselight.store.engine import Store
from caselight.store.tables import Heartbeat

NOW = datetime(2026, 11, 18, 14, 5, 12, tzinfo=UTC)
HOUR = NOW.replace(minute=0, second=0)
ZONE = ZoneInfo("UTC")


@pytest.fixture
def floor(store: Store) -> Store:
    seeded.fill(store, NOW, weeks=2)
    return store


def snapshot(store: Store, scope: Scope = EVERYTHING) -> wall.Snapshot:
    with store.reading(EVERYTHING) as session:
        return wall.snapshot(session, scope, hour=HOUR, zone=ZONE)


def test_the_wall_is_read_in_a_few_statements(floor: Store) -> None:
    said: list[str] = []
    event.listen(floor._readers, "before_cursor_execute", lambda *given: said.append(given[2]))

    snapshot(floor)

    assert (
        len([statement for statement in said if statement.startswith("SELECT")]) <= 10
    )  # one more since interruptions have a tile


def test_the_wall_counts_as_overdue_what_was_seeded_overdue(floor: Store) -> None:
    late = overdue(snapshot(floor).cases, NOW)

    assert [case.client for case in late][:2] == ["Quillstone Bank", "Ellery Care"]
    assert len(late) == sum(row.late > 0 for row in seeded.NOW)


def test_a_contract_month_on_the_wall_is_the_one_of_the_overview(floor: Store) -> None:
    seen = snapshot(floor)

    for client in seen.agreed:
        since = month_began(HOUR, ZoneInfo(client.zone))
        mine = Scope(frozenset({client.client_id}))
        with floor.reading(EVERYTHING) as session:
            [kept] = overview.promises_kept(session, mine, since=since, until=NOW)
        [(_, met, missed)] = [row for row in seen.settled if row[0] == client.client_id]
        late = sum(each.due_at < NOW for each in seen.running if each.client_id == client.client_id)

        assert (met, missed + late) == (kept.met, kept.missed)


def test_what_fell_due_today_is_known_whether_it_was_kept_or_not(floor: Store) -> None:
    due = snapshot(floor).due_today

    assert all(HOUR.replace(hour=0) <= each.due_at < HOUR.replace(hour=0) + timedelta(days=1) for each in due)
    assert sum(each.missed(NOW) for each in due if each.stopped_at is None) == 6


def test_a_wall_sees_no_client_outside_its_scope(floor: Store) -> None:
    seen = snapshot(floor, Scope(frozenset({3})))

    assert {case.client for case in seen.cases} == {"Parcelo Shop"}
    assert {row[0] for row in seen.settled} == {each.client_id for each in seen.agreed} == {3}
    assert {each.client_id for each in (*seen.running, *seen.due_today)} == {3}
    assert snapshot(floor, Scope(frozenset())).cases == ()


def test_an_empty_database_gives_an_empty_wall(store: Store) -> None:
    seen = snapshot(store)

    assert (seen.cases, seen.lives, seen.settled, seen.late_until) == ((), (), (), None)


def test_the_past_holds_cases_and_misses_since_eight_weeks_and_a_day(floor: Store) -> None:
    with floor.reading(EVERYTHING) as session:
        past = wall.past(session, EVERYTHING, hour=HOUR)

    assert len(past.lives) > 500
    assert past.missed
    assert all(HOUR - wall.BEFORE <= at < NOW for at in past.missed)


def test_a_worker_that_never_ran_has_no_age(store: Store) -> None:
    def heartbeat(session: Any) -> datetime | None:
        return wall.heartbeat(session, EVERYTHING, "worker")

    with store.reading(EVERYTHING) as session:
        assert heartbeat(session) is None

    store.transact(lambda session: session.add(Heartbeat(name="worker", at=NOW)), EVERYTHING)

    with store.reading(EVERYTHING) as session:
        assert heartbeat(session) == NOW
