"""The pages in a real browser: by keyboard, live for others, and quiet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from caselight.core.people import Role

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
PATHS = ("/", "/queue", "/cases", "/log")
SIZES = ({"width": 1366, "height": 768}, {"width": 1920, "height": 1080}, {"width": 390, "height": 844})
LIVE_MS = 5_000


def is_ready(page: Page) -> Page:
    """Wait until the page has drawn itself."""
    page.locator(".stamp, .notice").first.wait_for(state="attached")
    page.locator(".st-key-box input").first.wait_for(state="attached")
    return page


def own_complaints(page: Page) -> list[str]:
    """Return what the browser complained about, Streamlit's two probes of its own address aside."""
    return [said for said in page.complaints if "/_stcore/" not in said]  # type: ignore[attr-defined] – ours


def enter(page: Page, line: str) -> None:
    """Log or update by keyboard alone, from anywhere on the page."""
    page.keyboard.press("Alt+n")
    expect(page.locator(".st-key-box input")).to_be_focused()
    page.keyboard.type(line)
    page.keyboard.press("Enter")


def reference_of(page: Page) -> str:
    """Return the case that the newest of the last entries names."""
    return page.locator(".entry.timed a").first.inner_text()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs_over_the_side_nothing_is_asked_of_others(open_as: Open, path: str) -> None:
    page = is_ready(open_as(Role.LEAD, path))
    for size in SIZES:
        page.set_viewport_size(size)
        page.wait_for_timeout(1_500)

        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= size["width"]

    host = re.match(r"https?://[^/]+", page.url)[0]
    assert [url for url in page.asked if not url.startswith((host, "data:", "blob:"))] == []  # type: ignore[attr-defined]
    assert own_complaints(page) == []


def test_a_case_logged_by_keyboard_is_in_anothers_queue_within_five_seconds(open_as: Open) -> None:
    watcher = is_ready(open_as(Role.LEAD, "/queue?state=unowned"))
    page = is_ready(open_as(Role.AGENT, "/"))

    enter(page, "@norvane p1 #tech mailbox keyboard only")
    page.locator(".saved").wait_for()

    expect(watcher.locator(".q-row", has_text=reference_of(page))).to_be_visible(timeout=LIVE_MS)
    expect(page.locator(".st-key-box input")).to_have_value("")
    expect(page.locator(".st-key-box input")).to_be_focused()


def test_an_update_by_the_box_is_on_the_case_page_of_another(open_as: Open) -> None:
    page = is_ready(open_as(Role.AGENT, "/log"))
    enter(page, "@parcelo parcel with a coat lost")
    page.locator(".saved").wait_for()
    case = reference_of(page)
    watcher = is_ready(open_as(Role.LEAD, f"/case?id={case}"))

    enter(page, f"{case.removeprefix('C-')} a carrier asked")

    expect(watcher.locator(".timeline")).to_contain_text("carrier asked", timeout=LIVE_MS)
    expect(watcher.locator(".case-head")).to_contain_text("In progress")


def test_a_double_enter_and_a_double_click_log_one_case(open_as: Open) -> None:
    page = is_ready(open_as(Role.AGENT, "/log"))
    enter(page, "@ellery twice by keyboard")
    page.keyboard.press("Enter")
    page.locator(".saved").wait_for()
    page.keyboard.type("@ellery twice by mouse")
    page.locator(".st-key-enter_save button").dblclick()
    expect(page.locator(".entry.timed", has_text="Twice by mouse")).to_be_visible()
    page.wait_for_timeout(2_000)

    assert page.locator(".entry.timed", has_text="Twice by keyboard").count() == 1
    assert page.locator(".entry.timed", has_text="Twice by mouse").count() == 1


def test_undo_by_keyboard_takes_the_last_entry_back(open_as: Open) -> None:
    page = is_ready(open_as(Role.AGENT, "/log"))
    enter(page, "@ellery logged by mistake")
    page.locator("[class*=st-key-undo_] button").first.wait_for()

    page.keyboard.press("Alt+z")

    expect(page.locator(".entry.timed").first).to_contain_text("Undone")


def test_a_refused_line_stays_in_the_box(open_as: Open) -> None:
    page = is_ready(open_as(Role.AGENT, "/queue"))

    enter(page, "@nobody voice down")

    expect(page.locator(".st-key-onebox .refusal")).to_contain_text("is no client of yours")
    expect(page.locator(".st-key-box input")).to_have_value("@nobody voice down")


def test_enter_waits_for_a_button_that_is_drawn_late(open_as: Open) -> None:
    page = is_ready(open_as(Role.AGENT, "/queue"))
    held: list[Route] = []
    page.route("**/js/Button.*.js", lambda route: held.append(route))  # noqa: PLW0108 – the library marks what it is given
    page.reload()
    enter(is_ready(page), "@nobody voice down")
    assert page.locator(".st-key-enter_save button").count() == 0

    held[0].continue_()

    expect(page.locator(".st-key-onebox .refusal")).to_contain_text("is no client of yours")


def test_the_line_is_kept_from_page_to_page(open_as: Open) -> None:
    page = is_ready(open_as(Role.AGENT, "/"))
    page.keyboard.press("Alt+n")
    page.keyboard.type("@norvane half a thought")
    expect(page.locator(".st-key-onebox .chip.typed").first).to_be_visible()

    page.get_by_role("link", name="Log", exact=True).click()

    expect(page.locator(".st-key-onebox_large .st-key-box input")).to_have_value("@norvane half a thought")


def test_the_queue_keeps_selection_and_half_typed_words_while_it_refreshes(open_as: Open) -> None:
    page = is_ready(open_as(Role.LEAD, "/queue"))
    case = page.locator(".q-row").nth(1).locator("a").inner_text()
    page.get_by_role("button", name=f"Select {case}").click()
    expect(page.locator(".q-case")).to_contain_text(case)
    note = page.locator("[class*=st-key-queue_note_] input")
    expect(note).to_have_count(1)  # that of the case before is gone
    note.type("half a reason")

    page.wait_for_timeout(7_000)

    assert case in page.url
    expect(note).to_have_value("half a reason")
    assert (
        page.evaluate("Math.min(...[...document.querySelectorAll('.q-row')].map(e => getComputedStyle(e).opacity))")
        == 1
    )


def test_two_people_editing_one_case_lose_nothing(open_as: Open) -> None:
    page = is_ready(open_as(Role.LEAD, "/log"))
    enter(page, "@tarrin meter readings missing")
    page.locator(".saved").wait_for()
    case = reference_of(page)
    pages = [is_ready(open_as(Role.LEAD, f"/case?id={case}")) for _ in range(2)]
    for page, affected in zip(pages, ("40", "310"), strict=True):
        page.locator(".st-key-record_edit button").click()
        page.get_by_label("Customers affected").fill(affected)
        page.get_by_label("Customers affected").press("Tab")
        page.wait_for_timeout(500)
    first, second = pages
    first.locator(".st-key-record_save button").click()
    expect(first.locator(".st-key-record_save")).to_have_count(0)
    second.locator(".st-key-record_save button").click()

    expect(second.locator(".refusal")).to_contain_text(f"changed {case}")
    expect(second.get_by_label("Customers affected")).to_have_count(1)  # what moves is drawn twice for a moment
    expect(second.get_by_label("Customers affected")).to_have_value("310")
    second.locator(".st-key-keep_mine button").click()
    expect(first.locator(".timeline")).to_contain_text("Customers affected: 40 → 310", timeout=LIVE_MS)
    expect(first.locator(".timeline")).to_contain_text("Customers affected: nothing → 40")
