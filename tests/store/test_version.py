"""The data version moves with every write, costs at most one statement a second, and keeps values true."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from caselight.core.people import EVERYTHING
from caselight.store.chain import Fact, append_next
from caselight.store.engine import Store
from caselight.store.version import DataVersion, Versioned

NOW = datetime(2026, 11, 16, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def write_something(store: Store) -> None:
    store.transact(lambda session: append_next(session, "team:1", Fact("team:renamed", NOW, NOW)), EVERYTHING)


def statements(store: Store) -> list[str]:
    seen: list[str] = []
    event.listen(store._readers, "before_cursor_execute", lambda *args: seen.append(args[2]))
    return seen


def test_an_empty_log_has_a_version_too(store: Store) -> None:
    assert DataVersion(store).current() == (0, 0)


def test_every_write_moves_the_version(store: Store, clock: Clock) -> None:
    version = DataVersion(store, clock=clock)
    before = version.current()

    write_something(store)
    clock.now += 1

    assert version.current() > before


def test_the_version_is_asked_for_once_a_second(store: Store, clock: Clock) -> None:
    version = DataVersion(store, clock=clock)
    seen = statements(store)

    for _ in range(20):
        version.current()
        clock.now += 0.04

    assert len([statement for statement in seen if "events" in statement]) == 1


def test_a_writer_sees_its_own_write_at_once(store: Store, clock: Clock) -> None:
    version = DataVersion(store, clock=clock)
    before = version.current()

    write_something(store)
    version.look_again()

    assert version.current() > before


def test_a_database_that_is_away_is_not_taken_for_one_that_is_quiet(clock: Clock) -> None:
    version = DataVersion(Store("sqlite:////nowhere/at/all.db"), clock=clock)

    for _ in range(2):
        with pytest.raises(Exception, match="unable to open"):
            version.current()


def test_a_value_is_made_again_only_when_the_data_moved(store: Store, clock: Clock) -> None:
    made: list[str] = []
    version = DataVersion(store, clock=clock)
    values = Versioned(version, lambda key: made.append(key) or len(made))

    first, again = values.get("a"), values.get("a")
    write_something(store)
    clock.now += 1
    after = values.get("a")

    assert (first, again, after) == (1, 1, 2)


def test_threads_that_ask_together_have_it_made_once(store: Store) -> None:
    made: list[str] = []
    start = threading.Barrier(8)
    values = Versioned(DataVersion(store), made.append)

    def ask() -> None:
        start.wait()
        values.get("a")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == ["a"]


def test_what_was_asked_for_longest_ago_is_dropped_first(store: Store) -> None:
    made: list[str] = []
    values = Versioned(DataVersion(store), made.append, most=2)

    for key in ("a", "b", "a", "c", "a", "b"):
        values.get(key)

    assert made == ["a", "b", "c", "b"]
