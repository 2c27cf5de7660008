"""What one wall costs the server: `python tests/wall_cost.py DEMO.db [SECONDS]` prints processor time per refresh.

A copy of the demo's database is served, one browser watches the wall, first while nothing changes, then while a note
is written every second. What the server spends with nobody watching is taken off.
"""

import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sqlmodel import col, select

from caselight.core.people import EVERYTHING, SYSTEM, Role
from caselight.services import desk, sessions, verbs
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Case, User
from caselight.ui.shell import REFRESH_S
from serving import Server

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(demo: Path, seconds: float) -> None:
    """Measure both and print them."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = Store(f"sqlite:///{shutil.copy(demo, home / 'caselight.db')}")
        migrate(store)
        server = Server(store.url, home)
        server.start()
        try:
            idle = spent(server, seconds)
            with a_wall(server, store) as page:
                report("nothing changes", spent(server, seconds, page) - idle, seconds)
                with notes(store):
                    report("a note every second", spent(server, seconds, page) - idle, seconds)
        finally:
            server.stop()


def spent(server: Server, seconds: float, page: Page | None = None) -> float:
    """Return the processor seconds that the server uses in so many seconds, after a moment to settle."""
    wait = page.wait_for_timeout if page else lambda ms: time.sleep(ms / 1000)
    wait(5_000)
    before = processor_time(server)
    wait(seconds * 1000)
    return processor_time(server) - before


def processor_time(server: Server) -> float:
    """Return the processor seconds of the server's process so far (Linux)."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def report(when: str, used: float, seconds: float) -> None:
    """Print one line."""
    sys.stdout.write(f"{when}: {1000 * used * REFRESH_S / seconds:.1f} ms of processor time per refresh\n")


@contextmanager
def a_wall(server: Server, store: Store) -> Iterator[Page]:
    """Open the wall in a browser as a lead."""
    with store.reading(EVERYTHING) as session:
        lead = session.scalars(select(User.id).where(col(User.role) == Role.LEAD, col(User.is_active))).first()
    token = sessions.start(store, lead or 0, now=datetime.now(UTC))
    with sync_playwright() as playwright:
        context = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_context(
            viewport={"width": 1920, "height": 1080}
        )
        context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": server.url, "httpOnly": True}])
        page = context.new_page()
        page.goto(f"{server.url}/wall?kiosk=1")
        page.locator("[data-run]").first.wait_for(state="attached")
        yield page


@contextmanager
def notes(store: Store) -> Iterator[None]:
    """Write a note every second meanwhile."""
    with store.reading(EVERYTHING) as session:
        cases = list(session.scalars(select(Case.id).where(col(Case.status) == "in progress").limit(50)))
    stop = threading.Event()

    def write() -> None:
        for number in range(1_000_000):
            case = cases[number % len(cases)]
            desk.perform(
                store, verbs.note, actor=SYSTEM, now=datetime.now(UTC), request=f"{number}", case=case, note="Looked at"
            )
            if stop.wait(1):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 60)
