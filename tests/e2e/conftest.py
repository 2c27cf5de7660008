"""A real server, a real browser, and people who are signed in."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import seeded
from caselight.core.people import Role
from caselight.services import sessions
from caselight.store.engine import Store
from caselight.store.schema import migrate
from serving import Server

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
SOON_MS = 30_000
expect.set_options(timeout=SOON_MS)  # where a promise is about seconds, its test says so


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
        page.on(
            "console",
            lambda said: (
                page.complaints.append(f"{said.text} {said.location.get('url', '')}") if said.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
