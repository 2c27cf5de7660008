"""The engine: units of work that survive contention, snapshots that cannot write, a file that must not change."""

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING
from caselight.store import library
from caselight.store.engine import DatabaseGone, Store
from caselight.store.tables import Channel, Team

WRITERS, EACH = 6, 15


def a_team(name: str) -> Team:
    return Team(name=name, tier=1)


def count(store: Store) -> int:
    with store.reading(EVERYTHING) as session:
        return session.scalar(select(func.count(col(Team.id)))) or 0


def test_writers_at_once_all_get_through(store: Store) -> None:
    def write(who: int) -> None:
        for number in range(EACH):
            store.transact(lambda session, number=number: session.add(a_team(f"{who}/{number}")), EVERYTHING)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(store) == WRITERS * EACH


def test_a_unit_that_fails_leaves_nothing_behind(store: Store) -> None:
    def half(session: Session) -> None:
        session.add(a_team("first half"))
        session.flush()
        raise RuntimeError("the second half failed")

    with pytest.raises(RuntimeError):
        store.transact(half, EVERYTHING)

    assert count(store) == 0


def test_an_error_that_is_logged_does_not_say_what_was_written(store: Store) -> None:
    row = {"name": "Duty room", "kind": "webhook", "shown": "…", "told": [], "kinds": []}

    with pytest.raises(DBAPIError) as failed:
        store.transact(
            lambda session: session.add(Channel(**row, address="https://x/T0PS3CRET", client_id=99)), EVERYTHING
        )

    assert "T0PS3CRET" not in str(failed.value)
    assert "INSERT INTO channels" in str(failed.value)


def test_a_snapshot_cannot_write(store: Store) -> None:
    with store.reading(EVERYTHING) as session:
        session.add(a_team("sneaked in"))

        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            session.flush()


def test_a_snapshot_does_not_move_while_others_write(store: Store) -> None:
    with store.reading(EVERYTHING) as session:
        before = session.scalar(select(func.count(col(Team.id))))
        store.transact(lambda other: other.add(a_team("later")), EVERYTHING)

        assert session.scalar(select(func.count(col(Team.id)))) == before


def test_writing_to_a_deleted_file_is_refused_not_lost(tmp_path: Path, empty_sqlite: Path) -> None:
    path = tmp_path / "gone.db"
    shutil.copy(empty_sqlite, path)
    store = Store(f"sqlite:///{path}")
    store.transact(lambda session: session.add(a_team("kept")), EVERYTHING)
    path.unlink()

    with pytest.raises(DatabaseGone, match="restore a backup"):
        store.transact(lambda session: session.add(a_team("lost")), EVERYTHING)

    store.dispose()


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),  # backport
        ((3, 50, 4), False),
        ((3, 50, 7), True),  # backport
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_only_a_library_without_the_log_bug_gets_a_write_ahead_log(version: tuple[int, ...], *, sound: bool) -> None:
    assert library.is_sound(version) is sound


def test_an_unsound_library_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3  # noqa: PLC0415 – the fallback itself

    monkeypatch.setattr(library, "sqlite", lambda: sqlite3)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    library.journal_mode.cache_clear()

    with pytest.warns(UserWarning, match="can corrupt"):
        mode = library.journal_mode()

    library.journal_mode.cache_clear()
    assert mode == "TRUNCATE"
