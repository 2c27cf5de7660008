"""The Case page: what happened in words, what is owed, and two people editing one case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import casefile
from caselight.store.engine import Store
from screen import words

Open = Callable[..., AppTest]
HOUR = timedelta(hours=1)


@pytest.fixture
def number(place: Store) -> int:
    """Return a case of two hours with something of everything."""
    elsewhere.promise(place, first_response=60, resolution=480)
    given = {"title": "Voice lines drop", "note": "Branch called.", "impact": "high", "urgency": "medium"}
    number = elsewhere.a_case(place, ago=2 * HOUR, **given)
    elsewhere.done(place, verbs.own, case=number, ago=1.9 * HOUR)
    elsewhere.done(place, verbs.tell, case=number, ago=1.8 * HOUR, note="We are on it.")
    elsewhere.done(place, verbs.wait, case=number, ago=1.5 * HOUR, reason="the carrier")
    elsewhere.done(place, verbs.go_on, case=number, ago=HOUR, note="They answered.")
    return number


def stored(place: Store, number: int) -> casefile.CaseFile:
    with place.reading(EVERYTHING) as session:
        found = casefile.case_file(session, EVERYTHING, number)
    assert found
    return found


def test_the_head_says_where_the_case_stands(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.AGENT, "case", id=f"C-{number}"))

    assert f"Queue / C-{number} Norvane Telecom" in said
    assert "State In progress" in said
    assert "Priority P2 High high × medium" in said
    assert "Owner Tora Vik" in said
    assert "2h 00m ago" in said


@pytest.mark.parametrize("said", ["C-{n}", "{n}", " c-{n} "])
def test_a_case_is_reached_by_its_number_however_it_is_written(open_alone: Open, number: int, said: str) -> None:
    assert "Voice lines drop" in words(open_alone(Role.AGENT, "case", id=said.format(n=number)))


def test_the_timeline_tells_everything_in_plain_words_newest_first(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.AUDITOR, "case", id=f"C-{number}"))

    lines = [
        "Work goes on after 30m. They answered.",
        "Waiting for the carrier; the resolution clock is held.",
        "The customer was told: We are on it.",
        "Taken by Tora Vik.",
        "Logged as Technical failure, P2 High, with Service Desk, tier 1.",
    ]
    assert sorted(lines, key=said.index) == lines


def test_promises_show_target_use_pause_and_state(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.AGENT, "case", id=f"C-{number}"))

    assert "First response 1h 12m 0m stopped" in said
    assert "Met, 47m before due" in said
    assert "Resolution 8h 1h 30m 30m" in said
    assert "6h 29m left" in said


def test_what_is_owed_stands_by_stage(open_alone: Open, number: int) -> None:
    said = words(open_alone(Role.AGENT, "case", id=f"C-{number}"))

    assert "Down from owed before resolving" in said
    assert "Root cause owed before closing" in said


def test_similar_cases_of_the_client_are_shown_with_how_they_ended(open_alone: Open, number: int, place: Store) -> None:
    other = elsewhere.a_case(place, title="Voice lines drop again", ago=3 * HOUR)
    elsewhere.a_case(place, client=2, title="Voice lines drop elsewhere")

    said = words(open_alone(Role.AGENT, "case", id=f"C-{number}"))

    assert f"C-{other} Voice lines drop again new, open for 3h 00m" in said
    assert "elsewhere" not in said


def test_the_line_updates_the_case_without_its_digits(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")

    app.text_input(key="quick").set_value("p1 bank branches hit too").run()
    preview = words(app)
    app.button(key="quick_save").click().run()

    assert f"Changes C-{number} from P2 to P1 Critical with your note “bank branches hit too”." in preview
    assert stored(place, number).priority == 1
    assert app.text_input(key="quick").value == ""


def test_a_refused_line_keeps_its_text_and_asks_for_what_is_owed(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.text_input(key="quick").set_value("r line restored").run()

    app.button(key="quick_save").click().run()
    refused = words(app)
    app.multiselect(key=f"quick:{number}:affected_services").set_value(["Voice"])
    app.text_input(key=f"quick:{number}:down_from").set_value("2026-01-05 10:00")
    app.text_input(key=f"quick:{number}:down_until").set_value("2026-01-05 11:00")
    app.button(key="quick_save").click().run()

    assert "still needs: Affected services or modules, Down from, Down until." in refused
    assert stored(place, number).status == "resolved"


@pytest.mark.parametrize(("line", "told"), [("z", '"z" is no verb.'), ("n", "Type the note."), ("w", "waits for")])
def test_a_line_that_says_too_little_is_told_what_to_do(open_alone: Open, number: int, line: str, told: str) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.text_input(key="quick").set_value(line).run()

    app.button(key="quick_save").click().run()

    assert told in words(app)
    assert app.text_input(key="quick").value == line


def test_losing_a_race_on_the_line_tells_who_changed_what_and_keeps_the_line(
    open_alone: Open, number: int, place: Store
) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.text_input(key="quick").set_value("p1 worse than thought").run()
    elsewhere.done(place, verbs.update, case=number, fields={"priority": 3})

    app.button(key="quick_save").click().run()

    assert f"Tora Vik changed C-{number}" in words(app)
    assert "priority P2 → P3" in words(app) or "priority 2 → 3" in words(app)
    assert app.text_input(key="quick").value == "p1 worse than thought"
    assert stored(place, number).priority == 3


def test_two_people_editing_different_fields_both_keep_what_they_wrote(
    open_alone: Open, number: int, place: Store
) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="record_edit").click().run()
    app.text_input(key=f"record:{number}:customers_affected").set_value("310").run()
    elsewhere.done(place, verbs.update, case=number, fields={"title": "Voice lines drop at all branches"})

    app.button(key="record_save").click().run()

    file = stored(place, number)
    assert (file.customers_affected, file.title) == (310, "Voice lines drop at all branches")


def test_two_people_editing_one_field_lose_nothing(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="record_edit").click().run()
    app.text_input(key=f"record:{number}:customers_affected").set_value("310").run()
    elsewhere.done(place, verbs.update, case=number, fields={"customers_affected": 40})

    app.button(key="record_save").click().run()

    assert f"Tora Vik changed C-{number}" in words(app)
    assert "customers affected none → 40" in words(app)
    assert app.text_input(key=f"record:{number}:customers_affected").value == "310"
    assert stored(place, number).customers_affected == 40


def test_after_a_lost_race_one_may_keep_ones_own(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="record_edit").click().run()
    app.text_input(key=f"record:{number}:customers_affected").set_value("310").run()
    elsewhere.done(place, verbs.update, case=number, fields={"customers_affected": 40})
    app.button(key="record_save").click().run()

    app.button(key="keep_mine").click().run()

    assert stored(place, number).customers_affected == 310


def test_after_a_lost_race_one_may_take_theirs(open_alone: Open, number: int, place: Store) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="record_edit").click().run()
    app.text_input(key=f"record:{number}:customers_affected").set_value("310").run()
    elsewhere.done(place, verbs.update, case=number, fields={"customers_affected": 40})
    app.button(key="record_save").click().run()

    app.button(key="take_theirs").click().run()

    assert stored(place, number).customers_affected == 40
    assert "Customers affected 40" in words(app)


def test_a_wrong_value_is_told_at_its_field_and_kept(open_alone: Open, number: int) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="record_edit").click().run()
    app.text_input(key=f"record:{number}:customers_affected").set_value("many").run()

    app.button(key="record_save").click().run()

    assert "1 field to correct. Everything you typed is kept." in words(app)
    assert '"many" is not a number.' in words(app)
    assert app.text_input(key=f"record:{number}:customers_affected").value == "many"


def test_an_edit_is_an_event_and_overwrites_nothing(open_alone: Open, number: int) -> None:
    app = open_alone(Role.LEAD, "case", id=f"C-{number}")
    app.button(key="record_edit").click().run()
    app.text_area(key=f"record:{number}:recovery_actions").set_value("Rerouted over Oslo.").run()

    app.button(key="record_save").click().run()
    again = words(open_alone(Role.LEAD, "case", id=f"C-{number}"))

    assert "Recovery actions: nothing → “Rerouted over Oslo.”" in again
    assert "Lena Brandt" in again
