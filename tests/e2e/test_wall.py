"""The wall in a real browser: it fits, it can be read from afar, and it never passes old numbers off as new."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

import elsewhere
from caselight.core.people import SYSTEM, Role
from caselight.services import walls
from caselight.services.walls import Screen
from caselight.store.engine import Store
from serving import Server

pytestmark = pytest.mark.e2e

ON_ONE_SCREEN = "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
# Text, in pixels, that is drawn smaller than `least`; and boxes whose content does not fit them.
TOO_SMALL = """(least) => [...document.querySelectorAll('.st-key-wall *')]
  .filter(el => [...el.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(el => el.getBoundingClientRect().width > 0 && parseFloat(getComputedStyle(el).fontSize) < least)
  .map(el => el.tagName + ' ' + getComputedStyle(el).fontSize + ' ' + el.textContent)"""
CLIPPED = """() => {
  const boxes = [...document.querySelectorAll('.st-key-wall :is(section, .wall-tile, .wall-head, td, h2, p, b)')];
  const over = boxes.filter(el => el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== 'inline');
  const tall = [...document.querySelectorAll('.wall-tile, .wall-list, .wall-sla, .st-key-wall_chart')]
    .filter(el => el.scrollHeight > el.clientHeight + 1);
  const low = [...document.querySelectorAll('.st-key-wall *')]
    .filter(el => el.getBoundingClientRect().bottom > innerHeight || el.getBoundingClientRect().right > innerWidth);
  return [...over, ...tall, ...low].map(el => el.className + ' ' + el.textContent.slice(0, 40));
}"""
DIMMEST = """() => new Promise(done => {
  let least = 1;
  const until = performance.now() + 7000;
  const look = () => {
    for (const el of document.querySelectorAll('.st-key-wall :is(.wall-tile, section, .wall-head, svg.marks)'))
      for (let at = el; at; at = at.parentElement) least = Math.min(least, parseFloat(getComputedStyle(at).opacity));
    performance.now() < until ? requestAnimationFrame(look) : done(least);
  };
  look();
})"""
PROBES = ("/wall/_stcore/health", "/wall/_stcore/host-config")  # Streamlit looks there first where its root lies
OpenAs = Callable[..., Page]


@pytest.mark.parametrize(("width", "height", "scale"), [(1920, 1080, 1), (3840, 2160, 2)])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_everything_fits_one_screen_and_nothing_is_small(
    open_as: OpenAs, width: int, height: int, scale: int, theme: str
) -> None:
    page = open_as(Role.LEAD, f"/wall?kiosk=1&theme={theme}&scale={scale}", width=width, height=height)

    page.wait_for_selector(".st-key-wall_chart svg.marks")
    page.wait_for_timeout(1000)

    assert page.evaluate(ON_ONE_SCREEN) == [height, width]
    assert page.evaluate(TOO_SMALL, 28 * scale) == []
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("query", ["", "&inches=55&metres=4&across=1920"])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 1024)])
def test_a_smaller_window_shows_the_same_wall_smaller(open_as: OpenAs, query: str, size: tuple[int, int]) -> None:
    page = open_as(Role.LEAD, f"/wall?kiosk=1{query}", width=size[0], height=size[1])

    page.wait_for_selector(".wall-list td")
    page.wait_for_timeout(1000)

    assert page.evaluate(ON_ONE_SCREEN) == [size[1], size[0]]
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize(("inches", "metres", "tiles"), [(55, 4, 4), (42, 5, 3)])
def test_larger_text_for_a_farther_panel_still_fits_one_screen(
    open_as: OpenAs, inches: int, metres: int, tiles: int
) -> None:
    page = open_as(Role.LEAD, f"/wall?kiosk=1&inches={inches}&metres={metres}&across=1920", width=1920, height=1080)

    page.wait_for_selector(".wall-list td")
    page.wait_for_timeout(1000)

    assert page.locator(".wall-tile").count() == tiles
    assert page.evaluate(ON_ONE_SCREEN) == [1080, 1920]
    assert page.evaluate(TOO_SMALL, 36) == []
    assert page.evaluate(CLIPPED) == []


def test_a_refresh_dims_nothing_and_replaces_no_chart(open_as: OpenAs) -> None:
    page = open_as(Role.LEAD, "/wall?kiosk=1", width=1920, height=1080)
    page.wait_for_selector(".st-key-wall_chart svg.marks")
    page.wait_for_timeout(4000)
    page.evaluate("document.querySelector('.st-key-wall_chart svg.marks').dataset.mine = 'yes'")

    assert page.evaluate(DIMMEST) == 1
    assert page.locator(".st-key-wall_chart svg.marks[data-mine=yes]").count() == 1


def test_nothing_leaves_the_house_and_the_policy_is_kept(open_as: OpenAs, server: Server) -> None:
    page = open_as(Role.LEAD, "/wall?kiosk=1", width=1920, height=1080)

    page.wait_for_selector(".st-key-wall_chart svg.marks")
    page.wait_for_timeout(4000)

    assert [url for url in page.asked if not url.startswith((server.url, "data:", "blob:"))] == []
    assert [said for said in page.complaints if not any(probe in said for probe in PROBES)] == []


def test_a_dead_server_is_told_at_once_and_the_wall_comes_back_by_itself(open_as: OpenAs, server: Server) -> None:
    page = open_as(Role.LEAD, "/wall?kiosk=1", width=1920, height=1080)
    page.wait_for_selector(".wall-list")
    page.wait_for_timeout(4000)

    server.kill()
    page.wait_for_selector("#not-live", timeout=20_000)

    assert page.inner_text("#not-live").startswith("NOT LIVE data is")
    assert not page.locator("[data-testid=stDialog]").is_visible()

    server.start()
    page.wait_for_selector("#not-live", state="hidden", timeout=60_000)

    assert page.locator(".wall-list").is_visible()


def test_a_link_opens_its_wall_and_nothing_else_until_it_is_revoked(
    chromium: Browser, server: Server, filled: Store
) -> None:
    now = datetime.now(UTC)
    made = walls.make(filled, Screen("Floor 2", clients=[3], hides_owners=True), actor=SYSTEM, now=now)
    page = chromium.new_page(viewport={"width": 1920, "height": 1080})

    page.goto(server.url + made.path)
    page.wait_for_selector(".wall-list td")

    assert page.url == f"{server.url}/wall?kiosk=1&theme=dark&inches=55&metres=3&across=1920&tz=UTC"
    assert "S. Prabhu" not in page.inner_text(".wall-list")
    assert set(page.locator(".wall-list tr:not(.divider) td:nth-child(2)").all_inner_texts()) == {"Parcelo Shop"}

    wanted = Screen("Floor 2", clients=[2], theme="light", hides_owners=True)
    walls.edit(filled, made.id, wanted, actor=SYSTEM, now=datetime.now(UTC))
    page.locator(".wall-head h1", has_text="Ellery Care").wait_for(timeout=10_000)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert "Parcelo Shop" not in page.inner_text(".st-key-wall")

    page.goto(server.url + "/queue")
    page.wait_for_selector(".wall-list td")
    assert made.token not in (server.home / "server.log").read_text()
    walls.revoke(filled, made.id, actor=SYSTEM, now=datetime.now(UTC))

    page.wait_for_url("**/auth/**", timeout=10_000)  # the door, or the set-up of a first run
    page.context.close()


def test_when_the_database_is_away_the_last_picture_stays_and_says_that_it_is_old(
    open_as: OpenAs, filled: Store
) -> None:
    page = open_as(Role.LEAD, "/wall?kiosk=1", width=1920, height=1080)
    page.wait_for_selector(".wall-list td")
    page.wait_for_timeout(4000)

    elsewhere.rename(filled, "events", to="elsewhere")
    try:
        page.wait_for_selector("#not-live", timeout=25_000)
        assert page.inner_text(".wall-tile.hero b") != "0"
        assert page.locator(".wall-list td").count() > 20
    finally:
        elsewhere.rename(filled, "elsewhere", to="events")

    page.wait_for_selector("#not-live", state="hidden", timeout=30_000)
