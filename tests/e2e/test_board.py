"""The board of escalations in a browser: what a team lead does about one, in the panel."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

import seeded
from caselight.core.people import EVERYTHING, Principal, Role
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.store import escalations
from caselight.store.engine import Store

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
CASE = {"client_id": 1, "record_type": "technical", "title": "Ring tone missing", "priority": 2}


def escalated(store: Store) -> int:
    other = Principal(seeded.person(store, Role.ADMIN, name="Tora Vik"), "Tora Vik", Role.ADMIN, EVERYTHING)
    who = {"actor": other, "now": datetime.now(UTC)}
    number = perform(store, verbs.log, request=uuid4().hex, **who, **CASE).case_id
    perform(store, verbs.escalate, request=uuid4().hex, case=number, reason="needs an engineer", **who)
    return number


def only(found: Locator) -> Locator:
    """Wait until what was drawn before is gone: for a moment the browser holds a moved part twice."""
    expect(found).to_have_count(1)
    return found


def outcome(store: Store, number: int) -> tuple[str | None, str | None]:
    with store.reading(EVERYTHING) as session:
        row = escalations.of_case(session, EVERYTHING, number)[-1]
    return row.acknowledged_by, row.outcome


def test_one_escalation_is_acknowledged_and_another_declined_from_the_panel(open_as: Open, filled: Store) -> None:
    ours, theirs = escalated(filled), escalated(filled)
    page = open_as(Role.LEAD, f"/queue?state=escalated&id=C-{ours}")

    page.locator(".st-key-do_acknowledge button").click()
    expect(page.locator(".ladder")).to_contain_text("Acknowledged by Lena Brandt")
    only(page.locator(f".st-key-sel_escalated_{theirs} button")).dispatch_event("click")
    expect(page.locator(".q-case")).to_contain_text(f"C-{theirs}")
    only(page.get_by_label("Note or reason")).fill("the desk can do it")
    page.get_by_role("button", name="Decline escalation").click()
    expect(page.locator(".q-case")).to_contain_text("Service Desk, T1")

    assert outcome(filled, ours) == ("Lena Brandt", None)
    assert outcome(filled, theirs) == (None, "declined")
