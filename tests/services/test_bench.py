"""The bench: each part gives plausible figures on a few cases; nothing here is timed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import bench
from caselight.services.bench import imports, product, refresh, writes
from caselight.services.bench.part import Bench
from caselight.services.bench.questions import HOUR, Asked
from caselight.services.bench.ready import ready
from caselight.store.engine import Store
from proving import verify

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Return two hundred cases on their own database."""
    path = tmp_path_factory.mktemp("bench") / "bench.db"
    store = Store(f"sqlite:///{path}")
    yield Bench(store, path, path.parent, ready(store, cases=200, now=NOW), 200)
    store.dispose()


@pytest.fixture
def folder(small: Bench, tmp_path: Path) -> Bench:
    """Return the same with an empty folder to work in."""
    return Bench(small.store, small.path, tmp_path, small.ends, small.cases)


def test_every_way_to_refresh_answers_alike_and_takes_time(folder: Bench) -> None:
    took = refresh.measure(folder)

    assert set(took) == {"product", "raw_covering_indexes", "pandas"}
    assert min(took.values()) > 0


def test_the_questions_have_something_to_find(folder: Bench) -> None:
    with folder.store.reading(EVERYTHING) as session:
        found = product.answers(session, Asked(NOW))

    assert sum(found.overdue.values()) == len(found.longest) > 0
    assert sum(found.per_day) >= 20
    assert 0 < found.speed[0] < found.speed[1]
    assert found.kept


def test_ways_that_answer_differently_are_not_compared(folder: Bench) -> None:
    with folder.store.reading(EVERYTHING) as session:
        now, later = (product.answers(session, Asked(NOW + hours * HOUR)) for hours in (0, 5))

    with pytest.raises(AssertionError, match="do not answer alike"):
        refresh.compare({"product": now, "pandas": later})


def test_logging_is_measured_beside_the_bare_driver_and_leaves_whole_chains(folder: Bench) -> None:
    rates = writes.measure(folder, acts=2)

    assert set(rates) == {"product", "raw"}
    assert min(rates.values()) > 0
    assert verify(folder.store).is_whole


def test_the_bare_driver_writes_what_the_service_wrote(folder: Bench) -> None:
    writes.measure(folder, acts=1)

    twin = Store(f"sqlite:///{folder.folder / 'twin.db'}")
    ours, copied = verify(folder.store), verify(twin)
    twin.dispose()
    assert copied.is_whole
    assert copied.events == ours.events


def test_an_import_is_measured_in_rows(folder: Bench) -> None:
    assert imports.measure(folder) > 0


def test_only_the_parts_asked_for_are_measured() -> None:
    found = bench.run(cases=200, database=None, only=["import_rows_per_s"], now=NOW)

    assert list(found) == ["cases", "database", "import_rows_per_s"]
    assert found["cases"] == 200
    assert found["database"].startswith("SQLite 3.")


def test_a_part_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refusal, match="no part growth"):
        bench.run(cases=200, database=None, only=["growth"], now=NOW)


def test_a_database_filled_before_is_taken_as_it_is(small: Bench) -> None:
    assert ready(small.store, cases=200, now=NOW + timedelta(days=3)) == NOW


def test_another_number_of_cases_is_refused(small: Bench) -> None:
    with pytest.raises(Refusal, match="200 cases"):
        ready(small.store, cases=300, now=NOW)


def test_a_database_that_may_be_somebodys_is_refused_and_left_alone(store: Store) -> None:
    with pytest.raises(Refusal):
        bench.run(cases=200, database=store.url, only=["refresh_ms"], now=NOW)


def test_the_page_says_what_was_measured_and_nothing_else(tmp_path: Path) -> None:
    result: dict[str, Any] = {
        "cases": 9_000,
        "database": "SQLite 3.53.0",
        "writes_per_s": {"product": 120.0, "raw": 600.0},
        "statements": {"wall_unchanged": 2, "wall_20_screens_new_data": 10},
    }

    bench.write_docs(result, path=tmp_path / "performance.md")

    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "9,000 invented cases" in page
    assert "| Cases logged per second | 120.0 | 600.0 (bare driver) | 0.2 |" in page
    assert "| Refresh" not in page
