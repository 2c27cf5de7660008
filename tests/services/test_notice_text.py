"""What a notice says: every template in every turn it can take, and no word from inside to a client's contact."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caselight.core.people import EVERYTHING
from caselight.services.notice_text import compose, facts_of, render, templates
from caselight.services.outbound import Receiver
from caselight.settings import Settings
from caselight.store.tables import Case, Client, Notice
from escalating import a_case, case_of
from floor import Floor

AT = datetime(2026, 11, 16, 10, tzinfo=UTC)
DUE = "2026-11-16T12:00:00.000000Z"
BODIES: tuple[dict[str, Any], ...] = (
    {},
    {"promise": "resolution", "percent": 75, "due_at": DUE, "others": 2},
    {"promise": "resolution", "percent": 100, "due_at": DUE, "others": 0, "missed": ["resolution"]},
    {"promise": "resolution", "percent": 200, "due_at": DUE, "others": 1, "way": "hierarchical", "to_tier": 3},
    {"step": "acknowledge", "percent": 100, "due_at": DUE, "others": 0, "way": "functional", "to_tier": 2},
    {"step": "resolve", "percent": 100, "due_at": DUE, "others": 0, "way": "functional", "to_tier": 2},
    {"step": "update", "percent": 100, "due_at": DUE, "others": 0},
    {"kind": "tiered", "way": "functional", "to_tier": 2, "ack_due_at": DUE},
)
NAMES = [name for name in templates().list_templates() if "/" in name and "/_" not in name]


def a_notice(body: dict[str, Any]) -> Notice:
    return Notice(key="k", case_id=1, client_id=1, kind="raised", told=[], body=body, made_at=AT)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", BODIES)
def test_every_template_says_something_whatever_is_known(name: str, body: dict[str, Any]) -> None:
    case = Case(id=48213, client_id=1, record_type="technical", title="Voice <b>drops</b>", priority=2, status="new")
    case.opened_at = AT
    facts = facts_of(case, Client(name="Norvane Telecom"), a_notice(body), link="")

    subject, _, text = render(name.removesuffix(".txt"), facts, case, ZoneInfo("UTC")).partition("\n")

    assert subject.startswith("C-48213")
    assert "Voice <b>drops</b>" in text  # plain text: nothing is escaped, and nothing is left out
    if name.startswith("contact/"):
        assert "tier" not in text


def test_a_contact_reads_the_clients_own_times_and_the_house_its_own(floor: Floor) -> None:
    case = case_of(floor, a_case(floor))
    ours = Settings(zone="Asia/Tokyo")
    receivers = (
        Receiver("e-mail", "channel:1", "desk@example.com", 1, template="house/logged"),
        Receiver("e-mail", "contact:x", "ops@norvane.example", template="contact/logged"),
    )

    with floor.store.reading(EVERYTHING) as session:
        house, contact = (compose(session, case, a_notice({}), ours, receiver)[1] for receiver in receivers)

    assert "Mon 16 Nov 19:00 Asia/Tokyo" in house
    assert "Mon 16 Nov 10:00 UTC" in contact


def test_a_title_with_a_line_break_keeps_its_subject_on_one_line(floor: Floor) -> None:
    case = case_of(floor, a_case(floor))
    case.title = "Voice\r\nBcc: everybody@example.com"

    with floor.store.reading(EVERYTHING) as session:
        subject, *_ = compose(
            session, case, a_notice({}), Settings(), Receiver("e-mail", "x", "y", template="contact/logged")
        )

    assert "\n" not in subject
    assert "\r" not in subject
