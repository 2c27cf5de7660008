"""The bell in a real browser: it rings while the page stands, opens, and is quiet once the case was opened."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

import seeded
from caselight.core.people import EVERYTHING, Principal, Role
from caselight.core.wording import reference
from caselight.services import verbs
from caselight.services.desk import Done, Verb, perform
from caselight.store.engine import Store
from caselight.store.tables import User


def done(place: Store, verb: Verb, **given: object) -> Done:
    lead = Principal(seeded.person(place, Role.LEAD), "Tora Vik", Role.LEAD, EVERYTHING)
    return perform(place, verb, actor=lead, now=datetime.now(UTC), request=uuid4().hex, **given)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_bell_rings_and_opening_the_case_quiets_it(open_as: Callable[..., Page], filled: Store, width: int) -> None:
    page = open_as(Role.MANAGER, "/queue", width=width, height=844)
    expect(page.locator(".st-key-bell button").first).to_be_visible()
    filled.transact(lambda session: session.execute(update(User).values(password_hash="x")), EVERYTHING)

    number = done(filled, verbs.log, client_id=1, record_type="technical", title="Voice lines down").case_id
    done(filled, verbs.escalate, case=number, reason="Client is angry", way="hierarchical")

    expect(page.locator(".bell-count")).to_contain_text("1")
    page.locator(".st-key-bell button").first.click()
    link = page.locator(".bell a", has_text=reference(number))
    expect(link).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link.click()
    expect(page.locator(".case-head")).to_be_visible()
    expect(page.locator(".bell-count")).to_have_count(0)
