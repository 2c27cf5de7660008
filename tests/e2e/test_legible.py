"""Every word on every page stands out from what is behind it, in light and in dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from caselight.core.people import Role
from caselight.ui.nav import SCREENS

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
DRAWN = ".stamp, .notice, .st-key-wall, .title, h1"
CHOSEN = "client=Norvane+Telecom&pri=P3"
TABS = ("admin?tab=people", "admin?tab=keys", "admin?tab=notices")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_of_every_page_can_be_told_from_its_ground(open_as: Open, theme: str) -> None:
    page = open_as(Role.ADMIN, "/auth/whoami", dark=theme == "dark")
    host = page.url.removesuffix("/auth/whoami")
    faint = {}

    for path in ("", *(screen.name for screen in SCREENS[1:]), *TABS):
        page.goto(f"{host}/{path}{'&' if '?' in path else '?'}{CHOSEN}")
        page.locator(DRAWN).first.wait_for(state="attached")
        page.wait_for_timeout(1_000)
        if said := page.evaluate(CONTRAST):
            faint[path] = said

    assert faint == {}
