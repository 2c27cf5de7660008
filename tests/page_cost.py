"""What the pages that redraw cost: `python tests/page_cost.py DEMO.db [SECONDS]`, the Queue beside a Case.

For each the number of elements in the browser, and processor time of the server per refresh, idle taken off, while a
note is written every second.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from keystrokes import a_lead
from playwright.sync_api import sync_playwright
from sqlmodel import col, func, select
from wall_cost import CHROMIUM, FLAGS, notes, report, spent

from caselight.core.people import EVERYTHING
from caselight.services import sessions
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Escalation
from serving import Server


def main(demo: Path, seconds: float) -> None:
    """Measure both pages and print them."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = Store(f"sqlite:///{shutil.copy(demo, home / 'caselight.db')}")
        migrate(store)
        server = Server(store.url, home)
        server.start()
        try:
            with notes(store):
                idle = spent(server, seconds)
                for path in ("/queue", f"/case?id=C-{busiest(store)}"):
                    watched(server, store, path, seconds, idle)
        finally:
            server.stop()


def busiest(store: Store) -> int:
    """Return the case with the most escalations: its page has most to draw."""
    count = func.count().desc()
    with store.reading(EVERYTHING) as session:
        most = select(col(Escalation.case_id)).group_by(col(Escalation.case_id)).order_by(count)
        return session.scalars(most).first() or 0


def watched(server: Server, store: Store, path: str, seconds: float, idle: float) -> None:
    """Open a page, and print how many elements it has and what it costs."""
    token = a_lead(store)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": server.url, "httpOnly": True}])
        page = context.new_page()
        page.goto(f"{server.url}{path}")
        page.locator("[data-run]").wait_for(state="attached")
        used = spent(server, seconds, page) - idle
        count = page.locator("[data-testid=stElementContainer]").count()
        report(f"{path}, {count} elements, a note every second", used, seconds)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 30)
