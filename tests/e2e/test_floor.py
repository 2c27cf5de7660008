"""One floor, several screens: what one person does is on the wall, and whoever is put out is out everywhere."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Role
from caselight.services import sessions
from caselight.store.engine import Store
from caselight.store.tables import Case

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
LIVE_MS = 5_000
OUT_MS = 5_000


def open_cases(wall: Page) -> int:
    return int(re.search(r"Open cases\s+([\d,]+)", wall.locator(".wall-head").inner_text())[1].replace(",", ""))


def test_a_case_logged_by_keyboard_is_on_the_wall_within_five_seconds(open_as: Open) -> None:
    wall = open_as(Role.LEAD, "/wall?kiosk=1", width=1920, height=1080)
    wall.wait_for_selector(".wall-list td")
    before = open_cases(wall)
    page = open_as(Role.AGENT, "/")
    page.locator(".st-key-box input").wait_for()

    page.keyboard.press("Alt+n")
    page.keyboard.type("@norvane p1 #tech dial tone lost in two exchanges")
    page.keyboard.press("Enter")
    page.locator(".saved").wait_for()

    expect(wall.locator(".wall-head")).to_contain_text(f"{before + 1:,}", timeout=LIVE_MS)


def test_an_open_page_of_a_revoked_session_is_at_the_door_in_five_seconds_and_writes_nothing(
    open_as: Open, filled: Store
) -> None:
    page = open_as(Role.AGENT, "/log")
    page.locator(".st-key-box input").wait_for()
    cases = count(filled)

    token = next(kept["value"] for kept in page.context.cookies() if kept["name"] == sessions.COOKIE)
    sessions.end(filled, token, now=datetime.now(UTC))
    page.keyboard.press("Alt+n")
    page.keyboard.type("@norvane p1 #tech written after the door was closed")
    page.keyboard.press("Enter")

    page.wait_for_url("**/auth/**", timeout=OUT_MS)
    assert count(filled) == cases


def count(store: Store) -> int:
    with store.reading(EVERYTHING) as session:
        return session.scalar(select(func.count(col(Case.id)))) or 0
