"""Public logs, each imported once per database for all the tests that look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from caselight.core.mapping import read
from caselight.core.people import SYSTEM
from caselight.services.importing import Report, import_file
from caselight.store.engine import Store
from caselight.store.schema import migrate
from databases import ROLE, as_role, as_superuser

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
NOW = datetime(2012, 6, 1, tzinfo=UTC)
LATER = datetime(2026, 9, 1, tzinfo=UTC)


class Imported(NamedTuple):
    """A store with a log in it, and what the import said."""

    store: Store
    report: Report
    again: Report


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bpic2013(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """Import the log of the BPI Challenge 2013, twice."""
    path = DATA / "bpic2013_incidents.csv.gz"
    if not path.exists():
        pytest.skip("needs the public log of the BPI Challenge 2013 in ../shared/data")
    yield from _twice(path, "bpic2013", now=NOW, request=request, folder=tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def github_status(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """Import the incidents of a public status page, twice."""
    path = DATA / "github_status_2022_2026.csv"
    if not path.exists():
        pytest.skip("needs the public incidents of a status page in ../shared/data")
    yield from _twice(path, "github_status", now=LATER, request=request, folder=tmp_path_factory.mktemp("real"))


def _twice(path: Path, name: str, *, now: datetime, request: pytest.FixtureRequest, folder: Path) -> Iterator[Imported]:
    url = f"sqlite:///{folder}/log.db"
    if request.param == "postgresql":
        url = _database(request.getfixturevalue("postgresql"), f"real_{name}")
    store = Store(url)
    migrate(store)
    given = read((ROOT / "docs" / "maps" / f"{name}.toml").read_text("utf-8"))
    first, second = (import_file(store, path, given, now=now, actor=SYSTEM) for _ in range(2))
    yield Imported(store, first, second)
    store.dispose()


def _database(url: str, name: str) -> str:
    as_superuser(url, f"CREATE DATABASE {name} TEMPLATE template0 OWNER {ROLE}")
    return as_role(url, name)
