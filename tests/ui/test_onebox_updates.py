"""The one box on a case there is: which is meant, what Enter will do to it, and who may."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.oneline import Verb
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import casefile
from caselight.store.engine import Store
from caselight.ui import preview
from onebox import entered, newest, typed
from screen import words

Open = Callable[..., AppTest]


def test_last_digits_a_letter_and_a_note_update_a_case(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place)
    app = typed(open_alone(Role.LEAD, "log"), f"C-{number} a looking at it")
    preview_said, button = words(app), app.button(key="enter_save").label

    app.button(key="enter_save").click().run()

    assert f"Acknowledges C-{number} with your note “looking at it”" in preview_said
    assert button == f"Acknowledge C-{number}"
    assert newest(place).status == "in progress"
    assert f"C-{number} Acknowledged Norvane Telecom looking at it" in words(app)


def test_several_cases_with_these_digits_are_chosen_by_digit(open_alone: Open, place: Store) -> None:
    numbers = [elsewhere.a_case(place) for _ in range(25)]
    digit = str(numbers[-1])[-1]
    meant = sorted((number for number in numbers if str(number)[-1] == digit), reverse=True)
    app = entered(open_alone(Role.LEAD, "log"), f"{digit} n carrier called")
    tie = words(app)

    typed(app, "2")

    assert f"C-{meant[0]}" in tie
    assert "Type 1 to" in tie
    with place.reading(EVERYTHING) as session:
        told = casefile.texts(session, EVERYTHING, meant[1])
    assert told[2]["note"] == "carrier called"
    assert app.text_input(key="box").value == ""


def test_at_most_nine_are_offered_and_a_click_chooses_too(open_alone: Open, place: Store) -> None:
    numbers = [elsewhere.a_case(place) for _ in range(100)]
    digit = str(numbers[-1])[-1]
    app = typed(open_alone(Role.LEAD, "log"), f"{digit} a")

    choices = [button for button in app.button if str(button.key).startswith("choose_")]
    choices[8].click().run()

    assert [button.label for button in choices] == [str(place) for place in range(1, 10)]
    assert "acknowledged." in words(app) or "Acknowledged" in words(app)


def test_resolving_offers_the_root_cause_as_one_pick(open_alone: Open, place: Store) -> None:
    elsewhere.a_case(place, record_type="customer_service", details={"failure": "Incorrect information"})
    number = newest(place).id
    app = typed(open_alone(Role.LEAD, "log"), f"{number} r corrected by mail")
    app.pills(key="box_cause").set_value("Agent error")

    app.button(key="enter_save").click().run()

    assert (newest(place).status, newest(place).root_cause) == ("resolved", "agent error")


def test_an_agent_of_another_team_is_refused_and_the_line_kept(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place)
    elsewhere.done(place, verbs.escalate, case=number, reason="needs a network engineer")

    app = entered(open_alone(Role.AGENT, "log"), f"{number} r done")

    assert f"C-{number} is with Network, tier 2." in words(app)
    assert app.text_input(key="box").value == f"{number} r done"


def test_who_holds_a_case_is_told_that_the_client_reads_why(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place)

    said = words(typed(open_alone(Role.AGENT, "log"), f"{number} w the carrier to answer"))

    assert f"Holds C-{number}: waiting for the carrier to answer. The client reads why." in said


def test_each_verb_can_say_beforehand_what_it_will_do() -> None:
    assert set(preview.SAID) == set(Verb)
