"""How far pages move while they open: `python tests/shift.py DEMO.db [PAGE …]`, every page at three sizes.

For each the sum of the browser's layout shifts from navigation to ten seconds after; more than 0.1 is marked, and the
parts that moved most are named.
"""

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from wall_cost import CHROMIUM, FLAGS

import seeded
from caselight.core.people import EVERYTHING, Role
from caselight.services import sessions
from caselight.store.board import open_cases
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.ui.nav import SCREENS
from serving import Server

SIZES = ((1920, 1080), (1366, 768), (390, 844))
WATCHED_MS = 10_000
MOST = 0.1
WATCH = """
window.__shifts = [];
const name = node => !node ? "" : (node.closest?.("[class*=st-key-]")?.className.match(/st-key-\\S+/)?.[0]
  ?? node.className ?? node.nodeName).toString().slice(0, 40);
new PerformanceObserver(list => list.getEntries().forEach(entry => entry.hadRecentInput || window.__shifts.push(
  [entry.value, [...new Set(entry.sources.map(source => name(source.node)))].join(" ")]
))).observe({type: "layout-shift", buffered: true});
"""


def main(demo: Path, names: Sequence[str]) -> None:
    """Measure the pages, all sizes of one at once, and print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = Store(f"sqlite:///{shutil.copy(demo, home / 'caselight.db')}")
        migrate(store)
        server = Server(store.url, home)
        server.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                token = sessions.start(store, seeded.person(store, Role.ADMIN), now=datetime.now(UTC))
                with store.reading(EVERYTHING) as session:
                    case = open_cases(session, EVERYTHING)[0].number
                for name in names:
                    measured(browser, server, token, name, {SCREENS[0].name: "", "case": f"case?id=C-{case}"})
                browser.close()
        finally:
            server.stop()


def measured(browser: Browser, server: Server, token: str, name: str, addresses: Mapping[str, str]) -> None:
    """Open a page at each size and print how far it moved; a page is reached by its name but for these."""
    pages = [opened(browser, server, token, size) for size in SIZES]
    for page in pages:
        page.goto(f"{server.url}/{addresses.get(name, name)}", wait_until="commit")
    pages[-1].wait_for_timeout(WATCHED_MS)
    for page, size in zip(pages, SIZES, strict=True):
        shifts = page.evaluate("window.__shifts")
        whole = sum(value for value, _ in shifts)
        worst = "; ".join(f"{value:.3f} {parts}" for value, parts in sorted(shifts, reverse=True)[:2])
        said = f"TOO MUCH: {worst}" if whole > MOST else ""
        sys.stdout.write(f"{name:14} {size[0]:4} x {size[1]:4}  {whole:.3f} {said}\n")
        page.context.close()


def opened(browser: Browser, server: Server, token: str, size: tuple[int, int]) -> Page:
    """Return a signed-in page of its own, watched from its first moment."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": server.url, "httpOnly": True}])
    context.add_init_script(WATCH)
    return context.new_page()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or [screen.name for screen in SCREENS])
