"""A lead opens the ledger of a promise, and the address says so."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Role
from caselight.core.wording import reference
from caselight.store.engine import Store
from caselight.store.tables import Case

pytestmark = pytest.mark.e2e


def test_the_ledger_opens_from_its_promise_and_from_its_address(open_as: Callable[..., Page], filled: Store) -> None:
    with filled.reading(EVERYTHING) as session:
        number = session.scalars(select(col(Case.id)).where(col(Case.status) == "in progress").limit(1)).one()
    page = open_as(Role.LEAD, f"/case?id={reference(number or 0)}")

    toggle, row = (
        page.locator(".st-key-ledger_resolution button"),
        page.locator(".promises tr:has-text('Resolution') td.name"),
    )
    expect(row).to_have_count(1)
    assert abs(toggle.bounding_box()["y"] - row.bounding_box()["y"]) < 2  # each stands in the line of its promise

    page.locator(".st-key-ledger_resolution button").click()

    expect(page.locator(".ledger tfoot")).to_contain_text("by the wall clock since")
    assert "ledger=resolution" in page.url
    page.reload()
    expect(page.locator(".ledger .strip i").first).to_be_visible()
    page.locator(".st-key-ledger_resolution button").click()
    expect(page.locator(".ledger")).to_have_count(0)
    assert "ledger" not in page.url
