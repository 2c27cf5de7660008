"""The one box: what it understood, what Enter does, and what it never loses."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.store import casefile
from caselight.store.engine import Store
from caselight.store.tables import Case, Event
from onebox import entered, newest, typed
from screen import words

Open = Callable[..., AppTest]


def cases(place: Store) -> int:
    with place.reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def test_the_box_stands_on_every_page_with_a_bar(open_as: Open) -> None:
    for name in ("", "queue", "cases", "case"):
        assert open_as(Role.AGENT, name).text_input(key="box").label == "Log or update a case"


def test_typing_shows_what_was_understood_and_what_will_be_promised(open_alone: Open, place: Store) -> None:
    elsewhere.promise(place, first_response=60, resolution=480)
    app = open_alone(Role.AGENT, "log")

    said = words(typed(app, "@norvane p2 #tech voice lines drop after 20 s"))

    assert "Client Norvane Telecom Priority P2 High Type Technical failure" in said
    assert "What went wrong Voice lines drop after 20 s" in said
    assert "Enter will log this case" in said
    assert "Goes to Service Desk, tier 1" in said
    assert "First response by" in said
    assert "Resolution by" in said
    assert "down from, down until before resolving" in said
    assert "root cause before closing" in said


def test_enter_logs_the_case_and_says_what_it_owes(open_alone: Open, place: Store) -> None:
    app = entered(open_alone(Role.AGENT, "log"), "@norvane p2 #tech voice lines drop")

    case = newest(place)
    assert (case.title, case.client, case.priority, case.record_type) == (
        "Voice lines drop",
        "Norvane Telecom",
        2,
        "technical",
    )
    assert f"Saved C-{case.id} Owed later:" in words(app)
    assert f"C-{case.id} Logged Norvane Telecom" in words(app)
    assert app.text_input(key="box").value == ""


def test_what_this_person_used_last_is_filled_in(open_alone: Open, place: Store) -> None:
    app = entered(open_alone(Role.AGENT, "log"), "@ellery #delivery parcel lost")

    said = words(typed(app, "another one lost"))
    entered(app, "another one lost")

    assert "Filled in for you Client Ellery Care Type Delivery failure Priority P3 Medium" in said
    assert (newest(place).client, newest(place).record_type) == ("Ellery Care", "delivery")


def test_without_a_client_the_line_is_kept_and_asks_whose_customers(open_alone: Open, place: Store) -> None:
    before = cases(place)

    app = entered(open_alone(Role.AGENT, "log"), "voice lines drop")

    assert "Say whose customers are hit: @ and the client." in words(app)
    assert app.text_input(key="box").value == "voice lines drop"
    assert cases(place) == before


def test_who_has_one_client_need_not_name_it(open_alone: Open, place: Store) -> None:
    entered(open_alone(Role.AGENT, "log", 3), "parcel lost")

    assert newest(place).client == "Parcelo Shop"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("@nobody voice down", "is no client of yours"),
        ("@norvane #x voice down", "is no type"),
        ("@norvane p1 p2 voice down", "Priority is said twice"),
        ("99999999 r", "No case of yours ends in 99999999."),
    ],
)
def test_what_was_not_understood_is_told_and_the_text_kept(
    open_alone: Open, place: Store, line: str, told: str
) -> None:
    before = cases(place)

    app = entered(open_alone(Role.AGENT, "log"), line)

    assert told in words(app)
    assert app.text_input(key="box").value == line
    assert cases(place) == before


def test_a_type_that_owes_fields_at_once_asks_for_them_and_keeps_the_line(open_alone: Open, place: Store) -> None:
    app = entered(open_alone(Role.AGENT, "log"), "@norvane #sla answer came late")
    refused = words(app)
    app.text_area(key="box:breach_details").set_value("Answered after 3 h, agreed was 1 h.")
    app.text_input(key="box:clause").set_value("4.2")

    app.button(key="enter_save").click().run()

    assert "Fill this in." in refused
    assert newest(place).details == {"breach_details": "Answered after 3 h, agreed was 1 h.", "clause": "4.2"}


def test_the_same_line_sent_twice_in_a_moment_is_one_case(open_alone: Open, place: Store) -> None:
    before = cases(place)
    app = entered(open_alone(Role.AGENT, "log"), "@norvane voice lines drop")

    entered(app, "@norvane voice lines drop")

    assert cases(place) == before + 1


def test_open_cases_with_like_words_are_offered_as_duplicates(open_alone: Open, place: Store) -> None:
    twin = elsewhere.a_case(place, title="Voice lines drop after 20 seconds")
    elsewhere.a_case(place, client=2, title="Voice lines drop elsewhere")
    app = typed(open_alone(Role.LEAD, "log"), "@norvane voice lines dropping")
    said = words(app)

    app.button(key=f"add_{twin}").click().run()

    assert "1 possible duplicate" in said
    assert "elsewhere" not in said
    with place.reading(EVERYTHING) as session:
        texts = casefile.texts(session, EVERYTHING, twin)
    assert texts[2]["note"] == "Voice lines dropping"


def test_the_last_entry_can_be_taken_back_and_the_log_keeps_both(open_alone: Open, place: Store) -> None:
    app = entered(open_alone(Role.AGENT, "log"), "@norvane voice lines drop")
    number = newest(place).id
    undo = next(button for button in app.button if str(button.key).startswith("undo_"))

    undo.click().run()

    assert newest(place).status == "cancelled"
    with place.reading(EVERYTHING) as session:
        kinds = list(session.scalars(select(col(Event.kind)).where(col(Event.case_id) == number).order_by(Event.seq)))
    assert kinds == ["case:logged", "case:undone"]
    assert f"C-{number}: entry taken back. The log keeps both." in words(app)


def test_markup_in_a_line_is_shown_as_it_was_typed(open_alone: Open) -> None:
    app = typed(open_alone(Role.AGENT, "log"), "@norvane <img src=x onerror=alert(1)> {note}")

    assert not app.exception
    assert not any("<img" in part.value for part in app.html)
