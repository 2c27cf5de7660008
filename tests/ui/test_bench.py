"""The bench of the screens: a wall drawn in this process, its statements counted."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from caselight.services.bench.part import Bench
from caselight.services.bench.ready import ready
from caselight.store.engine import Store
from caselight.ui import bench


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Bench]:
    """Return two hundred cases that end now, since a wall lives in the present."""
    path = tmp_path / "bench.db"
    store = Store(f"sqlite:///{path}")
    yield Bench(store, path, tmp_path, ready(store, cases=200, now=datetime.now(UTC)), 200)
    store.dispose()


def test_a_redraw_costs_processor_time(small: Bench) -> None:
    assert bench.rerun_cpu_ms(small) > 0


def test_unchanged_data_is_not_read_again(small: Bench) -> None:
    asked = bench.statements(small, screens=1, tick_s=0)

    assert asked["wall_unchanged"] <= 2  # the data version, and when the worker last ran


def test_many_screens_ask_no_more_than_one(small: Bench) -> None:
    one = bench.statements(small, screens=1, tick_s=0)
    many = bench.statements(small, screens=5, tick_s=0)

    assert 2 < many["wall_5_screens_new_data"] <= one["wall_1_screens_new_data"] + 2


def test_the_configured_database_is_as_it_was_afterwards(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELIGHT_DATABASE", "sqlite:///elsewhere.db")

    bench.rerun_cpu_ms(small)

    assert os.environ["CASELIGHT_DATABASE"] == "sqlite:///elsewhere.db"
