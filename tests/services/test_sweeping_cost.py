"""What a sweep costs depends on what is due, not on how much there is."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from caselight.store.engine import Store
from sweep_cost import cost, fill

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)


def test_a_sweep_asks_no_more_among_many_cases_than_among_few(empty_sqlite: Path, tmp_path: Path) -> None:
    few, many = (measured(tmp_path / f"{others}.db", empty_sqlite, others=others) for others in (20, 400))

    assert few["statements"] == many["statements"]
    assert few["statements_when_nothing_is_due"] == many["statements_when_nothing_is_due"] <= 5
    assert few["recorded"] == many["recorded"] > 0


def measured(path: Path, empty: Path, *, others: int) -> dict[str, float]:
    shutil.copy(empty, path)
    store = Store(f"sqlite:///{path}")
    fill(store, others=others, now=NOW)
    found = cost(store, due=5, now=NOW)
    store.dispose()
    return found
