"""A real server on a free port with a database of its own, a real browser, and people who are signed in."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import seeded
from playwright.sync_api import Browser, Page, sync_playwright

from caselight.core.people import Role
from caselight.services import sessions
from caselight.store.engine import Store
from caselight.store.schema import migrate

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 60
SOON_MS = 30_000


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`python app.py` on a free port, which a test may kill and start again."""

    database: str
    home: Path
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = os.environ | {
            "CASELIGHT_DATABASE": self.database,
            "CASELIGHT_HOME": str(self.home),
            "CASELIGHT_PORT": str(self.port),
        }
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self._wait()

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).close()  # noqa: S310 – our own
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert self.process is not None
                assert self.process.poll() is None, (self.home / "server.log").read_text()
                time.sleep(0.2)
            else:
                return
        raise TimeoutError((self.home / "server.log").read_text())


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a database with eleven weeks of cases that end now."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('e2e')}/caselight.db")
    migrate(store)
    seeded.fill(store, datetime.now(UTC))
    yield store
    store.dispose()


@pytest.fixture(scope="session")
def server(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve it."""
    server = Server(filled.url, tmp_path_factory.mktemp("home"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the machine's browser; where there is none these tests are skipped, except where CI promises one."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium: Browser, server: Server, filled: Store) -> Iterator[Callable[..., Page]]:
    """Return a way to open a page as somebody: `open_as(Role.LEAD, "/queue", width=1366, height=768)`.

    The page keeps what it complained about: `page.complaints`, addresses it asked for: `page.asked`.
    """
    contexts = []

    def open_page(
        role: Role, path: str, *clients: int, width: int = 1366, height: int = 768, dark: bool = False
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        token = sessions.start(filled, seeded.person(filled, role, *clients), now=datetime.now(UTC))
        context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": server.url, "httpOnly": True}])
        page = context.new_page()
        page.set_default_timeout(SOON_MS)
        page.complaints, page.asked = [], []  # type: ignore[attr-defined] – ours
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
