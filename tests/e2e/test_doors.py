"""Who is out is out, in a real browser: within seconds on pages that stand open, at once for a stolen cookie."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from caselight.core.people import RIGHTS, SYSTEM, Role
from caselight.services import accounts, sessions, walls
from caselight.services.accounts import Account, Place
from caselight.services.walls import Screen
from caselight.store.engine import Store
from caselight.ui.nav import SCREENS
from caselight.web import passwords
from caselight.web.pages import URLS
from serving import Server

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
SOON_S = 5.0
DRAWN = ".stamp, .notice, .st-key-wall, .title, h1"
DOOR = re.compile("/auth/")
TYPED, MISTYPED = "a-word-of-Lenas-own", "a-word-of-lenas-owm"
WALKERS = (Role.ADMIN, Role.AGENT, Role.CLIENT)  # who may open every page, who works, and who looks from outside


@pytest.fixture(scope="module")
def admin(filled: Store) -> int:
    """Return an admin who can sign in: without one no account can be changed."""
    account = Account("ada.admin", "Ada", Place(Role.ADMIN), password_hash="none matches")
    return accounts.create(filled, account, actor=SYSTEM, now=datetime.now(UTC))


def person_of(page: Page, filled: Store) -> int:
    """Return who is signed in there."""
    token = next(str(each["value"]) for each in page.context.cookies() if each["name"] == sessions.COOKIE)
    who = sessions.who(filled, token, now=datetime.now(UTC))
    assert who is not None
    assert who.user_id is not None
    return who.user_id


def is_drawn(page: Page) -> Page:
    page.locator(".stamp").first.wait_for(state="attached")
    return page


ENDS: dict[str, Callable[[Store, int], object]] = {
    "signed out everywhere": lambda store, who: accounts.sign_out(store, who, actor=SYSTEM, now=datetime.now(UTC)),
    "account closed": lambda store, who: accounts.let_go(store, who, actor=SYSTEM, now=datetime.now(UTC)),
    "password reset": lambda store, who: accounts.set_password(store, who, "x", actor=SYSTEM, now=datetime.now(UTC)),
}


@pytest.mark.usefixtures("admin")
def test_open_pages_of_who_may_no_longer_enter_close_within_seconds(open_as: Open, filled: Store) -> None:
    pages = {how: is_drawn(open_as(Role.LEAD, "/queue")) for how in ENDS}
    took = {}
    for how, page in pages.items():
        who = person_of(page, filled)
        ENDS[how](filled, who)
        began = time.monotonic()
        page.wait_for_url(DOOR, timeout=20_000)
        took[how] = time.monotonic() - began

    assert {how: seconds for how, seconds in took.items() if seconds > SOON_S} == {}
    for page in pages.values():
        assert page.locator(".q-row").count() == 0


@pytest.mark.usefixtures("admin")
def test_an_open_page_of_who_lost_a_client_or_a_role_loses_it_within_seconds(open_as: Open, filled: Store) -> None:
    page = is_drawn(open_as(Role.LEAD, "/queue?state=all", 1, 3))
    expect(page.locator(".q-row", has_text="Parcelo").first).to_be_visible()
    who = person_of(page, filled)

    accounts.assign(filled, who, Place(Role.LEAD, [1], 1), actor=SYSTEM, now=datetime.now(UTC))
    began = time.monotonic()
    expect(page.locator(".q-row", has_text="Parcelo")).to_have_count(0)
    lost_client = time.monotonic() - began
    expect(page.locator(".q-row", has_text="Norvane").first).to_be_visible()

    accounts.assign(filled, who, Place(Role.CLIENT, [1]), actor=SYSTEM, now=datetime.now(UTC))
    began = time.monotonic()
    expect(page.locator(".q-row")).to_have_count(0)
    lost_role = time.monotonic() - began

    assert max(lost_client, lost_role) < SOON_S


def test_a_cookie_stolen_before_the_sign_out_opens_nothing_after_it(
    open_as: Open, chromium: Browser, server: Server
) -> None:
    page = is_drawn(open_as(Role.LEAD, "/queue"))
    stolen = page.context.cookies()
    page.goto(f"{server.url}/auth/logout")
    page.wait_for_url(DOOR)

    thief = chromium.new_context()
    thief.add_cookies(stolen)  # type: ignore[arg-type] – what the library gave it takes
    other = thief.new_page()
    for path in URLS:
        other.goto(server.url + path)
        assert DOOR.search(other.url), path
        assert other.locator("[data-testid=stApp]").count() == 0
    thief.close()


def test_a_walls_link_opens_no_other_page_and_no_route(chromium: Browser, server: Server, filled: Store) -> None:
    made = walls.make(filled, Screen("Floor 3", clients=[3]), actor=SYSTEM, now=datetime.now(UTC))
    context = chromium.new_context()
    page = context.new_page()
    page.goto(server.url + made.path)
    page.wait_for_selector(".wall-list td")

    for path in URLS:
        assert urlsplit(page.goto(server.url + path).url).path == "/wall", path  # type: ignore[union-attr]
    for path in ("/export/cases.csv", "/export/audit.csv", "/export/evidence.zip?client=3", "/export/review/1.pdf"):
        assert context.request.get(server.url + path, max_redirects=0).status in {303, 403}, path
    for path in ("/attachments/10001/1", "/api/v1/interruptions", "/media/x.csv", "/_stcore/upload_file/a/b"):
        assert context.request.get(server.url + path, max_redirects=0).status in {401, 403, 404}, path
    context.close()


def test_no_page_breaks_the_policy_or_asks_anything_of_others(open_as: Open, server: Server) -> None:
    tabs = {role: open_as(role, "/auth/whoami", *([1] if role is Role.CLIENT else [])) for role in WALKERS}
    for screen in SCREENS:
        here = [tab for role, tab in tabs.items() if screen.right in RIGHTS[role]]
        path = "" if screen is SCREENS[0] else screen.name  # where everybody begins has no other address
        for tab in here:  # all roles at once, for they take their time side by side
            tab.goto(f"{server.url}/{path}", wait_until="commit")
        for tab in here:
            tab.locator(DRAWN).first.wait_for(state="attached")

    for role, tab in tabs.items():
        assert [url for url in tab.asked if not url.startswith((server.url, "data:", "blob:"))] == [], role  # type: ignore[attr-defined]
        assert [said for said in tab.complaints if "/_stcore/" not in said] == [], role  # type: ignore[attr-defined]


def test_the_log_of_all_this_holds_no_secret(open_as: Open, chromium: Browser, server: Server, filled: Store) -> None:
    page = is_drawn(open_as(Role.LEAD, "/queue"))
    account = Account("lena.typed", "Lena", Place(Role.LEAD), password_hash=passwords.hashed(TYPED))
    accounts.create(filled, account, actor=SYSTEM, now=datetime.now(UTC))
    typing = chromium.new_context().new_page()
    for login, password in ((TYPED, "x"), ("lena.typed", MISTYPED), ("lena.typed", TYPED)):
        typing.goto(f"{server.url}/auth/sign-in")
        typing.locator("[name=login]").fill(login)
        typing.locator("[name=password]").fill(password)
        with typing.expect_navigation():
            typing.keyboard.press("Enter")
    is_drawn(typing)
    secrets = [str(each["value"]) for tab in (page, typing) for each in tab.context.cookies()]
    typing.context.close()

    log = (server.home / "server.log").read_text()
    log = re.sub(r"/auth/setup\?token=\S+", "", log)  # meant to be read there: the way to the first admin

    assert len(secrets) > 1
    assert [secret for secret in (*secrets, TYPED, MISTYPED) if secret in log] == []
    assert re.search(r"caselight_session|password|Bearer |[?&](token|code|state)=", log) is None
