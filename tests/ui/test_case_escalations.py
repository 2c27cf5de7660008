"""The escalations on the Case page: told, acted on in place, and raised with the guidance beside the choice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import escalations
from caselight.store.engine import Store
from caselight.store.escalations import EscalationRow
from caselight.ui import escalate
from screen import labels, words

Open = Callable[..., AppTest]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def number(place: Store) -> int:
    """Return a case about which the customer complains, raised half an hour ago."""
    number = elsewhere.a_case(place, ago=60 * MINUTE, priority=3)
    said = {"kind": "dispute", "reason": "the bill is contested", "details": {"stage": "raised"}}
    elsewhere.done(place, verbs.escalate, case=number, ago=30 * MINUTE, **said)
    return number


def newest(place: Store, number: int) -> EscalationRow:
    with place.reading(EVERYTHING) as session:
        return escalations.of_case(session, EVERYTHING, number)[-1]


def test_the_page_lists_what_was_raised_and_who_would_be_called(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.AUDITOR, "case", id=f"C-{number}"))

    assert "Escalations 1 open; would be called now: T3 Platform" in said
    assert "Dispute functional, asked for by the customer" in said
    assert "T1 Service Desk → T2 Network: the bill is contested" in said
    assert "Stage raised" in said


def test_who_only_reads_can_do_nothing_about_it(open_alone: Open, number: int) -> None:
    found = labels(open_alone(Role.AUDITOR, "case", id=f"C-{number}"))

    assert not {"Escalate", "Decline", "Acknowledge"} & set(found)


def test_who_works_but_may_not_answer_for_a_manager_is_not_offered_to(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place, priority=3)
    elsewhere.done(place, verbs.escalate, case=number, reason="look at this", way="hierarchical")

    found = labels(open_alone(Role.AGENT, "case", id=f"C-{number}"))

    assert "Escalate" in found
    assert not {"Acknowledge", "Resolve", "Decline"} & set(found)


def test_a_stage_of_a_dispute_is_put_down_in_place(open_alone: Open, place: Store, number: int) -> None:
    app, one = open_alone(Role.LEAD, "case", id=f"C-{number}"), newest(place, number).id

    app.button(key=f"escalation_advance_{one}").click().run()
    app.selectbox(key=f"escalation:{one}:advance:stage").select("evidence").run()
    app.button(key=f"escalation_save_{one}").click().run()

    assert newest(place, number).details == {"stage": "evidence"}
    assert "Stage evidence" in words(app)


def test_resolving_names_what_its_kind_owes_and_keeps_the_text(open_alone: Open, place: Store, number: int) -> None:
    app, one = open_alone(Role.LEAD, "case", id=f"C-{number}"), newest(place, number).id
    app.button(key=f"escalation_resolve_{one}").click().run()
    app.text_input(key=f"escalation:{one}:resolve:outcome").set_value("credited").run()

    app.button(key=f"escalation_save_{one}").click().run()
    refused = words(app)
    app.text_input(key=f"escalation:{one}:resolve:decision").set_value("half of it").run()
    app.button(key=f"escalation_save_{one}").click().run()

    assert "Dispute still needs: decision." in refused
    assert (newest(place, number).outcome, newest(place, number).details["decision"]) == ("resolved", "half of it")
    assert "Escalations 1 ended" in words(app)


def test_an_act_that_was_opened_can_be_given_up(open_alone: Open, place: Store, number: int) -> None:
    app, one = open_alone(Role.LEAD, "case", id=f"C-{number}"), newest(place, number).id
    app.button(key=f"escalation_decline_{one}").click().run()

    app.button(key=f"escalation_end_{one}").click().run()

    assert "Give up" not in labels(app)
    assert newest(place, number).ended_at is None


def test_acknowledging_takes_the_case(open_alone: Open, place: Store, number: int) -> None:
    app, one = open_alone(Role.LEAD, "case", id=f"C-{number}"), newest(place, number).id

    app.button(key=f"escalation_acknowledge_{one}").click().run()

    assert newest(place, number).acknowledged_by == "Lena Brandt"
    assert {"De-escalate", "Resolve"} <= set(labels(app))


def test_the_guidance_of_each_kind_stands_beside_it_before_one_decides(open_alone: Open, number: int) -> None:
    app = open_alone(Role.AGENT, "case", id=f"C-{number}")

    app.button(key="escalate_open").click().run()

    kinds = app.radio(key=f"escalate:{number}:kind")
    assert list(kinds.proto.captions) == [kind.guidance for kind in escalate.CHOSEN.values()]
    assert "Calls T3 Platform at once, to acknowledge within 4h 00m of client hours." in words(app)


def test_what_a_kind_owes_is_asked_beside_its_field_and_the_text_is_kept(
    open_alone: Open, place: Store, number: int
) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="escalate_open").click().run()
    app.radio(key=f"escalate:{number}:kind").set_value("process").run()
    app.text_input(key=f"escalate:{number}:reason").set_value("third time this week").run()

    app.button(key="escalate_save").click().run()
    refused, kept = words(app), app.text_input(key=f"escalate:{number}:reason").value
    app.text_input(key=f"escalate:{number}:process").set_value("porting of numbers").run()
    app.button(key="escalate_save").click().run()

    assert "Process still needs: process." in refused
    assert kept == "third time this week"
    assert newest(place, number).details == {"process": "porting of numbers"}
    assert "Give up" not in labels(app)


def test_a_team_or_a_person_of_ones_choice_is_called(open_alone: Open, place: Store, number: int) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="escalate_open").click().run()
    app.text_input(key=f"escalate:{number}:reason").set_value("they know the switch").run()
    app.selectbox(key=f"escalate:{number}:team").select("T3 Platform").run()
    chosen = words(app)

    offered = app.selectbox(key=f"escalate:{number}:team").options
    app.radio(key=f"escalate:{number}:way").set_value("hierarchical").run()
    app.selectbox(key=f"escalate:{number}:person").select("Tora Vik").run()
    people = app.selectbox(key=f"escalate:{number}:person").options
    app.button(key="escalate_save").click().run()

    assert people == ["Lena Brandt", "Tora Vik"]  # agents do not look on
    assert offered == ["T3 Platform"]
    assert "Calls T3 Platform at once." in chosen
    assert (newest(place, number).way, newest(place, number).person) == ("hierarchical", "Tora Vik")


def test_the_form_can_be_given_up(open_alone: Open, number: int) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="escalate_open").click().run()

    app.button(key="escalate_end").click().run()

    assert "escalate_open" in {button.key for button in app.button}


def test_the_update_line_says_who_would_be_called_before_enter(open_alone: Open, number: int) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")

    app.text_input(key="quick").set_value("e needs the platform team").run()

    said = words(app)
    assert f"Escalates C-{number} to the next tier: needs the platform team." in said
    assert said.count("Calls T3 Platform at once, to acknowledge within 4h 00m of client hours.") == 1
