"""The screens without a browser: a database, people, and Streamlit's own test runner."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

import seeded
from caselight.core.people import Role
from caselight.services import sessions
from caselight.store import here
from caselight.store.engine import Store
from caselight.ui import data

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "src" / "caselight" / "ui" / "main.py"
PATIENCE_S = 60
YOUNG = 14  # days of a month


@pytest.fixture(scope="session", autouse=True)
def _scanned_once() -> Iterator[None]:
    """Let Streamlit look for components among the installed packages once, not again for every `AppTest` (0.14 s)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def seeded_at() -> datetime:
    """Return the instant at which the cases end: what falls due within minutes is counted from it, not from later."""
    return datetime.now(UTC)


@pytest.fixture(scope="session")
def seeded_sqlite(empty_sqlite: Path, seeded_at: datetime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill one file with five weeks of cases that end now; every test gets a copy."""
    path = tmp_path_factory.mktemp("seeded") / "caselight.db"
    shutil.copy(empty_sqlite, path)
    store = Store(f"sqlite:///{path}")
    seeded.fill(store, seeded_at, weeks=5)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.dispose()
    return path


@pytest.fixture
def place(seeded_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Return this process's one database, filled, and forgotten afterwards."""
    path = tmp_path / "caselight.db"
    shutil.copy(seeded_sqlite, path)
    monkeypatch.setenv("CASELIGHT_DATABASE", f"sqlite:///{path}")
    data.forget()
    yield here.store()
    data.forget()


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the cookies of the browser, to be changed by the test: the test runner has none of its own."""
    held: dict[str, str] = {}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: held))
    return held


@pytest.fixture
def sign_in(place: Store, cookies: dict[str, str]) -> Callable[..., str]:
    """Return a way to be somebody: `sign_in(Role.LEAD)`, or `sign_in(Role.AGENT, 3)` for client 3 alone."""

    def enter(role: Role, *clients: int) -> str:
        token = sessions.start(place, seeded.person(place, role, *clients), now=datetime.now(UTC))
        cookies[sessions.COOKIE] = token
        here.version().look_again()
        return token

    return enter


@pytest.fixture
def open_as(sign_in: Callable[..., str]) -> Callable[..., AppTest]:
    """Return a way to open a page as somebody: `open_as(Role.LEAD, "queue", client="3")`."""

    def open_page(role: Role, name: str = "", *clients: int, **query: Any) -> AppTest:
        sign_in(role, *clients)
        app = AppTest.from_file(str(MAIN), default_timeout=PATIENCE_S).run()
        if name:
            app.switch_page(str(ROOT / "pages" / f"{name}.py"))
        for key, value in query.items():
            app.query_params[key] = value
        return app.run() if name or query else app

    return open_page


@pytest.fixture
def open_alone(sign_in: Callable[..., str]) -> Callable[..., AppTest]:
    """Return a way to run a page's file without main, as if its address were opened: main begins with the Overview."""

    def open_page(role: Role, name: str, *clients: int, **query: Any) -> AppTest:
        sign_in(role, *clients)
        app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=PATIENCE_S)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return open_page


@pytest.fixture
def late_in_a_month(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let the clock of the screens stand late in a month: one that has just begun has too few promises to tell."""
    now = datetime.now(UTC)
    late = now if now.day > YOUNG else now.replace(day=1) - timedelta(days=1)
    monkeypatch.setattr(data, "now", lambda: late)
    return late
