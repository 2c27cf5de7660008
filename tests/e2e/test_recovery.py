"""A customer is won back in the browser, from their first reaction to what they think of it afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

import seeded
from caselight.core.people import EVERYTHING, Principal, Role
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.store.engine import Store

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
SOON_MS = 30_000
SHEETS = (  # kind, what is chosen, what is typed, what the timeline tells
    (
        "interaction",
        {"Direction": "To the customer", "Satisfied with this reply": "No"},
        {"What was said": "We are sorry. The refund goes out today."},
        "To the customer by voice. We are sorry. The refund goes out today. Not satisfied with this reply.",
    ),
    ("action", {"Action": "Refund", "Currency": "NOK"}, {"Amount": "1249,50"}, "Refund of NOK 1,249.50."),
    (
        "resolution",
        {"Customer confirmed": "Confirmed by the customer"},
        {"Final resolution": "Refund received."},
        "Refund received. Confirmed by the customer.",
    ),
    (
        "feedback",
        {"Satisfaction before": "1", "Satisfaction after": "4", "Likely to return": "8"},
        {"In the customer's words": "Good in the end."},
        "Satisfaction 4 of 5, 1 before, would return 8 of 10. Good in the end.",
    ),
)


@pytest.fixture
def number(filled: Store) -> int:
    """Return a recovery that was logged a moment ago."""
    someone = Principal(seeded.person(filled, Role.LEAD), "Lena Brandt", Role.LEAD, EVERYTHING, team_id=1)
    given = {"client_id": 3, "record_type": "recovery", "title": "Parcel lost, refund not paid", "priority": 3}
    given |= {"details": {"customer": "Ada Holt"}, "channel": "voice"}
    return perform(filled, verbs.log, actor=someone, now=datetime.now(UTC), request=uuid4().hex, **given).case_id


def test_a_customer_is_won_back_step_by_step(open_as: Open, number: int) -> None:
    page = open_as(Role.AGENT, f"/case?id=C-{number}")
    page.locator(".st-key-record_edit button").click()
    typed(page, "First reaction", "Shouted, and wants the money today.")
    page.locator(".st-key-record_save button").click()
    expect(page.locator(".facts-table")).to_contain_text("Shouted, and wants the money today.", timeout=SOON_MS)

    for kind, choices, texts, told in SHEETS:
        page.locator(f".st-key-sheet_add_{kind} button").click()
        for label, option in choices.items():
            page.get_by_role("combobox", name=label).click()
            page.get_by_role("option", name=option, exact=True).click()
        for label, text in texts.items():
            typed(page, label, text)
        page.locator(".st-key-sheet_save button").click()
        expect(page.locator(".timeline")).to_contain_text(told, timeout=SOON_MS)
    page.locator(".st-key-panel_checklist label", has_text="Apologised").click()

    expect(page.locator(".timeline")).to_contain_text("Recovery checklist: Apologised.", timeout=SOON_MS)
    expect(page.locator(".st-key-panel_checklist")).to_contain_text("1 of 9 done")


def test_a_form_refuses_beside_the_field_and_fits_a_phone(open_as: Open, number: int) -> None:
    page = open_as(Role.AGENT, f"/case?id=C-{number}", width=390, height=844)
    page.locator(".st-key-sheet_add_action button").click()
    typed(page, "Amount", "forty")

    page.locator(".st-key-sheet_save button").click()

    expect(page.locator(".st-key-panel_sheet")).to_contain_text('"forty" is not an amount. Write it like 1249')
    expect(page.get_by_role("textbox", name="Amount", exact=True)).to_have_value("forty")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def typed(page: Page, label: str, text: str) -> None:
    page.get_by_role("textbox", name=label, exact=True).fill(text)
