"""An escalation in words: how it stands, when and by whom, and who is called."""

from datetime import UTC

import pytest

from caselight.core.calling import Call, Desk
from caselight.core.escalation_kinds import CHOICES, FIELDS, KINDS
from caselight.core.matrix_defaults import ROWS
from caselight.store.escalations import EscalationRow
from caselight.ui import escalation_words
from floor import at

NOW = at("Mon 12:00")
RAISED = EscalationRow(
    id=1,
    case=1,
    client_id=1,
    client="Norvane Telecom",
    title="Voice lines down",
    priority=1,
    way="functional",
    kind="experience",
    trigger="customer",
    is_urgent=False,
    from_tier=1,
    to_tier=2,
    from_team="Service Desk",
    team="Network",
    person_id=None,
    person=None,
    initiator="Tora Vik",
    reason="wants a refund",
    details={"request": "refund"},
    raised_at=at("Mon 10:00"),
    ack_due_at=at("Mon 10:30"),
    acknowledged_at=None,
    acknowledged_by=None,
    resolve_due_at=at("Mon 14:00"),
    passed_on_at=None,
    ended_at=None,
    outcome=None,
    cycle=0,
)
ACKNOWLEDGED = {"acknowledged_at": at("Mon 10:40"), "acknowledged_by": "T. Lindmark"}


@pytest.mark.parametrize(
    ("changes", "shape", "state"),
    [
        ({}, "late", "acknowledge overdue by 1h 30m"),
        (ACKNOWLEDGED, "", "resolve in 2h 00m"),
        (ACKNOWLEDGED | {"resolve_due_at": None}, "", "held while the case waits"),
        ({"ack_due_at": at("Mon 12:30"), "passed_on_at": at("Mon 11:00")}, "", "passed on"),
        ({"ended_at": at("Mon 11:00"), "outcome": "declined"}, "", "declined"),
    ],
)
def test_an_escalation_says_how_it_stands(changes: dict[str, object], shape: str, state: str) -> None:
    view = escalation_words.view(RAISED._replace(**changes), NOW, UTC)

    assert (view.shape, view.state) == (shape, state)


def test_its_columns_say_when_who_and_what_came_of_it() -> None:
    ended = {"ended_at": at("Mon 14:30"), "outcome": "resolved", "cycle": 2}

    view = escalation_words.view(RAISED._replace(**ACKNOWLEDGED, **ended), NOW, UTC)

    assert view.columns == (
        ("Raised", "10:00", "by Tora Vik"),
        ("Acknowledge", "10:40", "by T. Lindmark, 10m late, called anew 2 times"),
        ("Resolve", "by 14:00", "30m late"),
        ("Outcome", "resolved", "14:30"),
    )
    assert (view.kind, view.about) == ("Customer experience", "functional, asked for by the customer")
    assert (view.route, view.said) == ("T1 Service Desk → T2 Network", (("Request", "refund"),))


def test_a_managers_eyes_leave_the_case_where_it_is() -> None:
    view = escalation_words.view(RAISED._replace(way="hierarchical", person="Lena Brandt"), NOW, UTC)

    assert view.route == "Lena Brandt looks on; team and owner stayed"


def test_who_is_called_says_what_stands_in_the_way() -> None:
    call = Call(Desk(3, "Platform", 3), ROWS[8], passed_over=(2,), is_there=False)

    assert escalation_words.called(call, KINDS["complaint"], 1) == (
        "Calls T3 Platform at once, to acknowledge within 1h 00m of client hours. "
        "Nobody is on shift at tier 2. Nobody is on shift there now."
    )
    assert escalation_words.called(None, KINDS["tiered"], 3).startswith("No team is above tier 3.")


def test_every_field_of_every_kind_says_what_to_write() -> None:
    named = {name for kind in KINDS.values() for name in (*kind.owed, *kind.owed_at_end, *kind.fields)}

    assert named == set(FIELDS)
    assert set(CHOICES) < named
