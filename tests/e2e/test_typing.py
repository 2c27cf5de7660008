"""What is typed and attached in a real browser: a line outlives its session, undo counts down, a picture is seen."""

import re
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

import seeded
from caselight.core.people import Role
from caselight.services import sessions
from caselight.store.engine import Store
from serving import Server

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
LINE = "@norvane p2 #tech mailbox of the branch is full"
SOON_MS = 20_000
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('caselight-line'))"


def png(width: int, height: int) -> bytes:
    rows = b"".join(b"\0" + bytes([90, 120, 150]) * width for _ in range(height))

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def box(page: Page) -> Locator:
    return page.locator(".st-key-box input")


def put_out(page: Page, filled: Store) -> None:
    """End the session of this browser, and wait until it stands at the door."""
    token = next(each["value"] for each in page.context.cookies() if each["name"] == sessions.COOKIE)
    sessions.end(filled, str(token), now=datetime.now(UTC))
    page.wait_for_url(re.compile("/auth/"), timeout=SOON_MS)


def let_in(page: Page, filled: Store, server: Server, person: int) -> None:
    """Sign somebody in, in the same tab, and go where the door would have sent them."""
    token = sessions.start(filled, person, now=datetime.now(UTC))
    page.context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": server.url, "httpOnly": True}])
    page.goto(f"{server.url}/queue")


def test_a_line_outlives_the_end_of_its_session_and_is_ones_own(open_as: Open, filled: Store, server: Server) -> None:
    page = open_as(Role.AGENT, "/queue")
    mine, another = (seeded.person(filled, Role.AGENT) for _ in range(2))
    let_in(page, filled, server, mine)
    box(page).click()
    page.keyboard.type(LINE)

    put_out(page, filled)
    let_in(page, filled, server, mine)
    expect(box(page)).to_have_value(LINE, timeout=SOON_MS)

    put_out(page, filled)
    let_in(page, filled, server, another)
    box(page).wait_for()
    page.wait_for_timeout(2_500)
    expect(box(page)).to_have_value("")
    assert page.evaluate(KEPT) == []


def test_a_line_that_was_sent_is_not_kept_and_its_undo_counts_down(open_as: Open) -> None:
    page = open_as(Role.AGENT, "/log")
    box(page).wait_for()
    page.keyboard.press("Alt+n")
    page.keyboard.type(LINE)
    page.keyboard.press("Enter")
    page.locator(".saved").wait_for()

    left = page.locator("[data-left]").first
    first = int(left.inner_text().removesuffix(" s"))

    expect(left).not_to_have_text(f"{first} s")
    assert int(left.inner_text().removesuffix(" s")) < first <= 60
    assert page.evaluate(KEPT) == []


def test_a_picture_is_attached_and_shown_small(open_as: Open) -> None:
    page = open_as(Role.LEAD, "/cases?status=new")
    page.locator("table.list a").first.click()
    page.locator(".st-key-attachment_add button").click()
    page.locator(".st-key-panel_attach input[type=file]").set_input_files(
        {"name": "screen.png", "mimeType": "text/html", "buffer": png(320, 200)}
    )

    picture = page.locator(".attachment img[alt='screen.png']")
    picture.wait_for()
    expect(picture).to_have_js_property("naturalWidth", 320)
    with page.expect_download() as download:
        page.locator(".attachment a").click()

    assert download.value.suggested_filename == "screen.png"
    assert picture.bounding_box()["width"] <= 162
    assert [said for said in page.complaints if "/_stcore/" not in said] == []  # type: ignore[attr-defined] – ours
