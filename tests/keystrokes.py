"""Keystrokes and seconds of logging and updating: `python tests/keystrokes.py DEMO.db` drives the real app by keyboard.

The keystroke model: one thought (1.35 s), each key at 55 words a minute (0.2 s), and the answer of the app as measured
in the browser from Enter until the line is empty and what was done stands there. The hands stay on the keys.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import monotonic

from playwright.sync_api import Page, expect, sync_playwright
from sqlmodel import col, select
from wall_cost import CHROMIUM, FLAGS

from caselight.core.lifecycle import OPEN
from caselight.core.people import EVERYTHING, Role
from caselight.services import sessions
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Case, User
from serving import Server

THOUGHT_S, KEY_S, TIMES = 1.35, 0.20, 5
BOX = ".st-key-box input"


@dataclass(frozen=True)
class Task:
    """Something people do all day: the line they type, and the most seconds it may take."""

    name: str
    line: str
    most_s: float


def main(demo: Path) -> int:
    """Measure each task, print it, and return 1 where one takes longer than it may."""
    with tempfile.TemporaryDirectory() as folder, a_desk(demo, Path(folder)) as (page, digits):
        tasks = (
            Task("log, defaults right", "voice lines drop in Oslo", 10),
            Task("update with a note", f"{digits} n refund issued", 6),
            Task("update without", f"{digits} o", 4),
        )
        typed(page, "@norvane #tech first line of the day")  # from here on client and type are filled in
        return max([told(page, task) for task in tasks])


def told(page: Page, task: Task) -> int:
    """Do a task several times and print keys, answer and seconds."""
    keys = 2 + len(task.line) + 1  # Alt+N, the line, Enter
    answer = median([typed(page, _again(task.line, time)) for time in range(TIMES)])
    seconds = THOUGHT_S + KEY_S * keys + answer
    is_slow = seconds > task.most_s
    verdict = "TOO SLOW, " if is_slow else ""
    sys.stdout.write(
        f"{task.name}: {keys} keys, answer {answer:.2f} s, {seconds:.1f} s ({verdict}at most {task.most_s:g} s)\n"
    )
    return int(is_slow)


def _again(line: str, time: int) -> str:
    """Return the line so that the second time is no double click: another last letter, or taking and noting in turn."""
    if line.endswith(" o"):
        return line if not time else f"{line[:-1]}{'p' + str(1 + time % 4)}"
    return f"{line[:-1]}{'abcdefgh'[time]}"


def typed(page: Page, line: str) -> float:
    """Type a line from wherever the hands are, and return how long the app took to answer."""
    page.keyboard.press("Alt+n")
    page.keyboard.type(line, delay=20)
    page.wait_for_timeout(400)  # at 55 words a minute the preview stands before the last key
    began = monotonic()
    page.keyboard.press("Enter")
    expect(page.locator(BOX)).to_have_value("", timeout=20_000)
    page.locator(".flash").wait_for()
    answer = monotonic() - began
    page.wait_for_timeout(4_000)  # longer than a double click
    return answer


@contextmanager
def a_desk(demo: Path, home: Path) -> Iterator[tuple[Page, str]]:
    """Serve a copy of the demo and open its Log page as a lead; yield the page, and digits that mean one case."""
    store = Store(f"sqlite:///{shutil.copy(demo, home / 'caselight.db')}")
    migrate(store)
    server = Server(store.url, home)
    server.start()
    try:
        with sync_playwright() as playwright:
            context = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_context(
                viewport={"width": 1366, "height": 768}
            )
            cookie = {"name": sessions.COOKIE, "value": a_lead(store), "url": server.url, "httpOnly": True}
            context.add_cookies([cookie])
            page = context.new_page()
            page.goto(f"{server.url}/log")
            page.locator(BOX).wait_for()
            page.wait_for_timeout(3_000)
            yield page, one_ending(store)
    finally:
        server.stop()


def a_lead(store: Store) -> str:
    """Return the token of a lead who has just signed in."""
    leads = select(col(User.id)).where(col(User.role) == Role.LEAD).order_by(col(User.id))
    with store.reading(EVERYTHING) as session:
        lead = session.scalars(leads).first()
    return sessions.start(store, lead or 0, now=datetime.now(UTC))


def one_ending(store: Store) -> str:
    """Return three digits in which one open case alone ends."""
    with store.reading(EVERYTHING) as session:
        numbers = session.scalars(select(col(Case.id)).where(col(Case.status).in_(OPEN)).order_by(col(Case.id))).all()
    endings = [f"{number}"[-3:] for number in numbers]
    return next(ending for ending in reversed(endings) if endings.count(ending) == 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
