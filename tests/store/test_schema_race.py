"""Several processes that start at once: one migrates, the others wait."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import text

from caselight.core.people import EVERYTHING
from caselight.store.engine import Store
from caselight.store.schema import migrate


def test_processes_that_start_at_once_on_a_new_database_all_come_up(tmp_path: Path) -> None:
    stores = [Store(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, stores))

    with stores[0].reading(EVERYTHING) as session:
        assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    for store in stores:
        store.dispose()


def test_a_process_that_starts_while_another_writes_waits_for_it(store: Store) -> None:
    other = Store(store.url)

    with ThreadPoolExecutor(4) as pool:
        written = [
            pool.submit(store.transact, lambda session: session.execute(text("SELECT 1")), EVERYTHING)
            for _ in range(50)
        ]
        started = [pool.submit(migrate, other) for _ in range(4)]

    assert all(one.exception() is None for one in (*written, *started))
    other.dispose()
