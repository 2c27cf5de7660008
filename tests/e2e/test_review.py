"""A review in the browser: made, read, taken as a PDF and as a page to print, and the same for good."""

import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from playwright.sync_api import Page, expect

from caselight.core.people import EVERYTHING, Role
from caselight.store import reviews
from caselight.store.engine import Store

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]


def test_a_review_is_made_read_printed_and_stays_as_it_is(open_as: Open, filled: Store) -> None:
    page = open_as(Role.MANAGER, "/review?client=Norvane+Telecom")
    page.locator(".st-key-review_make button").click()
    expect(page.locator("article.review h1")).to_contain_text("Norvane Telecom")
    expect(page.locator("article.review figure img")).to_have_count(4)
    number = int(re.search(r"id=(\d+)", page.url)[1])
    kept = _kept(filled, number)

    said = page.locator("article.review").inner_text()
    pdf = page.request.get(page.get_by_role("link", name="Download PDF").evaluate("link => link.href"))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Print").click()
    printed = opened.value
    page.reload()
    expect(page.locator("article.review")).to_have_count(1)

    assert kept.sha256 == sha256(kept.body.encode()).hexdigest()
    assert page.locator(".hash").get_attribute("title") == kept.sha256
    assert (pdf.status, pdf.headers["content-type"], pdf.body()[:5]) == (200, "application/pdf", b"%PDF-")
    expect(printed.locator("article.review h1")).to_contain_text(f"Review {number}")
    assert printed.locator("article.review").inner_text() == said
    assert printed.evaluate("document.querySelectorAll('script').length") == 0
    assert page.locator("article.review").inner_text() == said  # read again, to the letter


def _kept(filled: Store, number: int) -> reviews.Kept:
    with filled.reading(EVERYTHING) as session:
        kept = reviews.one(session, EVERYTHING, number)
    assert kept is not None
    return kept
