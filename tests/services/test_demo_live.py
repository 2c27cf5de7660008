"""The floor lives: agents log, take, answer, miss and fix, calmly, for days, and touch nobody's real work."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from numpy.random import PCG64, Generator
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import lateness
from caselight.core.lifecycle import CLOSES_AFTER, Status
from caselight.core.people import EVERYTHING, SYSTEM, Principal, Role, Scope
from caselight.core.refusal import Refusal
from caselight.services.demo import live, load, step
from caselight.services.desk import perform
from caselight.services.verbs import log, own
from caselight.store.board import open_cases
from caselight.store.engine import Store
from caselight.store.tables import Case, Client, Event, User
from proving import breaks

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
# Whom the agents leave alone is no matter of the database; living through the services is tried on both.
ON_SQLITE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_an_hour_on_the_floor_is_lived_through_the_services(store: Store) -> None:
    _load(store)
    newest = _newest(store)

    done = sum(_step(store, NOW + minutes * MINUTE, seed=minutes, span=6 * MINUTE) for minutes in range(6, 66, 6))

    with store.reading(EVERYTHING) as session:
        kinds = Counter(event.kind for event in session.scalars(select(Event).where(col(Event.id) > newest)))
        assert list(breaks(session)) == []
    assert 0 < done <= kinds.total()
    assert {"case:logged", "case:owned", "case:told", "case:resolved"} <= set(kinds)
    assert {"case:interaction_added", "case:feedback_added"} <= set(kinds)


@ON_SQLITE
def test_real_work_is_left_alone(store: Store) -> None:
    _load(store)
    number = _a_real_case(store)

    for hour in (2, 4, 8, 16):
        _step(store, NOW + hour * HOUR, seed=hour, span=HOUR)

    with store.reading(EVERYTHING) as session:
        assert session.get_one(Case, number).version == 1


@ON_SQLITE
def test_what_a_visitor_took_is_left_to_the_visitor(store: Store) -> None:
    _load(store)
    with store.reading(EVERYTHING) as session:
        lead = session.scalars(select(User).where(col(User.login) == "demo-lead")).one()
        case = open_cases(session, Scope())[0]
    visitor = Principal(lead.id, lead.name, Role.LEAD, Scope())
    taken = perform(store, own, actor=visitor, now=NOW, request="mine", case=case.number)

    for hour in (2, 4, 8, 16):
        _step(store, NOW + hour * HOUR, seed=hour, span=HOUR)

    with store.reading(EVERYTHING) as session:
        assert session.get_one(Case, case.number).version == taken.version


def test_the_same_chance_gives_the_same_acts(empty_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    path.write_bytes(empty_sqlite.read_bytes())
    _load(Store(f"sqlite:///{path}")).dispose()
    (tmp_path / "two.db").write_bytes(path.read_bytes())

    lived = [_lived(Store(f"sqlite:///{tmp_path / name}")) for name in ("one.db", "two.db")]

    assert lived[0]
    assert lived[0] == lived[1]


@pytest.mark.parametrize("speed", [1, 60])
def test_after_a_night_without_agents_the_floor_is_calm_again_and_stays_so(
    empty_sqlite: Path, tmp_path: Path, speed: int
) -> None:
    path = tmp_path / "night.db"
    path.write_bytes(empty_sqlite.read_bytes())
    store = _load(Store(f"sqlite:///{path}"), days=12)
    morning = NOW + 16 * HOUR
    late, opened = [], []

    for number in range(1, 49):
        now = morning + number * (15 * MINUTE) / speed
        _step(store, now, seed=number, span=15 * MINUTE)
        with store.reading(EVERYTHING) as session:
            cases = open_cases(session, Scope())
        late.append(len(lateness.overdue(cases, now)))
        opened.append(len(cases))

    store.dispose()
    assert max(late[12:]) <= 12
    assert 1 <= sorted(late[12:])[18] <= 9
    assert all(40 <= count <= 180 for count in opened)


@ON_SQLITE
def test_what_was_resolved_five_days_ago_is_closed(store: Store) -> None:
    _load(store)

    for number in range(1, 4):
        _step(store, NOW + CLOSES_AFTER + number * MINUTE, seed=number, span=MINUTE)

    with store.reading(EVERYTHING) as session:
        closed = session.scalars(select(Case).where(col(Case.closed_at) > NOW)).all()
        assert len(closed) >= 20
        assert {case.status for case in closed} == {Status.CLOSED}


def test_nobody_can_live_where_no_demo_is_loaded(store: Store) -> None:
    with pytest.raises(Refusal, match="No demo is loaded here"):
        _step(store, NOW, seed=1, span=MINUTE)


def test_the_agents_go_home_when_told(store: Store) -> None:
    stop = threading.Event()
    stop.set()

    live(store, clock=lambda: NOW, stop=stop)

    assert _newest(store) == 0


def _load(store: Store, *, days: int = 4) -> Store:
    load(store, now=NOW, hash_password=str, days=days)
    return store


def _step(store: Store, now: datetime, *, seed: int, span: timedelta) -> int:
    return step(store, now=now, rng=Generator(PCG64(seed)), span=span)


def _lived(store: Store) -> list[tuple[int | None, str, int | None]]:
    newest = _newest(store)
    for minute in range(1, 6):
        _step(store, NOW + minute * MINUTE, seed=minute, span=10 * MINUTE)
    with store.reading(EVERYTHING) as session:
        events = session.scalars(select(Event).where(col(Event.id) > newest).order_by(col(Event.id)))
        lived = [(event.case_id, event.kind, event.actor_id) for event in events]
    store.dispose()
    return lived


def _newest(store: Store) -> int:
    with store.reading(EVERYTHING) as session:
        return session.scalar(select(col(Event.id)).order_by(col(Event.id).desc()).limit(1)) or 0


def _a_real_case(store: Store) -> int:
    def unit(session: Session) -> int:
        client = Client(name="Real Company")
        session.add(client)
        session.flush()
        return client.id or 0

    client_id = store.transact(unit, EVERYTHING)
    given = {"client_id": client_id, "record_type": "technical", "title": "Down", "priority": 1}
    return perform(store, log, actor=SYSTEM, now=NOW, request="real", **given).case_id
