"""Fixtures every test may use: a clean store on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from caselight.store.engine import Store
from caselight.store.schema import migrate
from databases import a_copy, a_server
from floor import Floor, build

# At a desk the property tests search anew each time; a gate must give the same answer twice.
settings.register_profile("gate", derandomize=True, deadline=None)
if "CI" in os.environ:
    settings.load_profile("gate")


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one file; every test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.dispose()  # the last connection closed folds the log into the file
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL of our own, migrate a template database, and return the superuser's address.

    The role of the tests owns the tables and is no superuser: row level security holds in every test.
    """
    with a_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Return a migrated, empty store; every test that takes it runs on both databases."""
    monkeypatch.setenv("CASELIGHT_HOME", str(tmp_path))  # where seals of PostgreSQL have their key and their copy
    yield from _empty(request, request.param, tmp_path / "caselight.db")


@pytest.fixture
def second_store(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Iterator[Store]:
    """Return another empty store, of the same kind as the first."""
    yield from _empty(request, "sqlite" if store.path else "postgresql", tmp_path / "second.db")


def _empty(request: pytest.FixtureRequest, kind: str, path: Path) -> Iterator[Store]:
    if kind == "postgresql":
        with a_copy(request.getfixturevalue("postgresql")) as store:
            yield store
        return
    shutil.copy(request.getfixturevalue("empty_sqlite"), path)
    store = Store(f"sqlite:///{path}")
    yield store
    store.dispose()


@pytest.fixture
def floor(store: Store) -> Floor:
    """Return a floor with two clients, three teams and one person of each role."""
    return build(store)
