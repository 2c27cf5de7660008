"""The Queue: counts that are rows, buttons that carry a case and not a position."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import board
from caselight.store.engine import Store
from caselight.ui.states import STATES
from screen import references, words

Open = Callable[..., AppTest]


def count_of(app: AppTest, state: str) -> int:
    return int(app.button(key=f"state_{state}").label.split("**")[1].replace(",", ""))


def rows_of(app: AppTest) -> list[int]:
    return [int(str(button.key).rsplit("_", 1)[1]) for button in app.button if str(button.key).startswith("sel_")]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("filters", [{}, {"pri": "P1"}, {"client": "Ellery Care"}])
@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_each_count_equals_its_rows(open_alone: Open, state: str, filters: dict[str, str], role: Role) -> None:
    app = open_alone(role, "queue", 1, 2, 3, state=state, **filters)

    assert count_of(app, state) == len(rows_of(app))


def test_it_begins_with_what_is_overdue_and_due_soon_longest_first(open_alone: Open, place: Store) -> None:
    app = open_alone(Role.LEAD, "queue")

    with place.reading(EVERYTHING) as session:
        cases = board.open_cases(session, EVERYTHING)
    now = datetime.now(UTC)
    expected = [case.number for name in ("overdue", "soon") for case in STATES[name].find(cases, now)]
    assert rows_of(app) == expected


def test_a_state_is_switched_in_the_address(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "queue")

    app.button(key="state_unowned").click().run()

    assert app.query_params["state"] == "overdue,soon,unowned"
    assert "No owner 3 of 3" in words(app)


def test_no_state_at_all_shows_every_open_case(open_alone: Open, place: Store) -> None:
    app = open_alone(Role.LEAD, "queue", state="")

    with place.reading(EVERYTHING) as session:
        everyone = {case.number for case in board.open_cases(session, EVERYTHING)}
    assert set(rows_of(app)) == everyone


def test_selecting_a_row_puts_the_case_in_the_address_and_the_panel_shows_it(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "queue")
    number = rows_of(app)[3]

    app.button(key=f"sel_overdue_{number}").click().run()

    assert app.query_params["id"] == f"C-{number}"
    assert words(app).count(f"C-{number}") == 2  # its row and the panel


def test_the_selected_case_stays_selected_when_its_row_moves_away(open_alone: Open, place: Store) -> None:
    app = open_alone(Role.LEAD, "queue")
    first, second = rows_of(app)[:2]
    elsewhere.done(place, verbs.cancel, case=first, note="logged twice")

    app.button(key="state_soon").click().run()

    assert rows_of(app)[0] == second
    assert app.query_params["id"] == f"C-{first}"
    assert "cancelled" in words(app)
    assert "do_resolve" not in {button.key for button in app.button}


def test_a_rows_verb_acts_on_the_case_the_button_carries(open_alone: Open, place: Store) -> None:
    app = open_alone(Role.LEAD, "queue")
    ownerless = rows_of(app)[2]

    app.button(key=f"act_overdue_{ownerless}").click().run()

    with place.reading(EVERYTHING) as session:
        case = next(case for case in board.open_cases(session, EVERYTHING) if case.number == ownerless)
    assert (case.owner, case.is_accepted) == ("Lena Brandt", True)
    assert f"C-{ownerless} owned." in words(app)


def test_resolving_without_what_is_owed_asks_for_it_and_keeps_the_note(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "queue")
    number = rows_of(app)[0]
    app.text_input(key=f"queue_note_{number}").set_value("line restored").run()

    app.button(key="do_resolve").click().run()

    assert f"C-{number} still needs:" in words(app)
    assert app.text_input(key=f"queue:{number}:down_from").label == "Down from"
    assert app.text_input(key=f"queue_note_{number}").value == "line restored"


def test_what_was_owed_can_be_filled_in_right_there(open_alone: Open, place: Store) -> None:
    app = open_alone(Role.LEAD, "queue")
    number = rows_of(app)[0]
    app.button(key="do_resolve").click().run()
    app.multiselect(key=f"queue:{number}:affected_services").set_value(["Voice"])
    app.text_input(key=f"queue:{number}:down_from").set_value("2026-01-05 10:00")
    app.text_input(key=f"queue:{number}:down_until").set_value("2026-01-05 11:00")

    app.button(key="do_resolve").click().run()

    assert f"C-{number} resolved." in words(app)
    with place.reading(EVERYTHING) as session:
        assert number not in {case.number for case in board.open_cases(session, EVERYTHING)}


def test_a_wrong_time_is_told_beside_its_field_and_nothing_is_lost(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "queue")
    number = rows_of(app)[0]
    app.button(key="do_resolve").click().run()
    app.text_input(key=f"queue:{number}:down_from").set_value("yesterday")

    app.button(key="do_resolve").click().run()

    assert '"yesterday" is not a date and time.' in words(app)
    assert app.text_input(key=f"queue:{number}:down_from").value == "yesterday"


def test_escalating_asks_for_the_reason(open_alone: Open) -> None:
    app = open_alone(Role.LEAD, "queue", id="x")
    number = rows_of(app)[2]
    app.button(key=f"sel_overdue_{number}").click().run()

    app.button(key="do_escalate").click().run()
    refused = words(app)
    app.text_input(key=f"queue_note_{number}").set_value("needs a network engineer").run()
    app.button(key="do_escalate").click().run()

    assert "Say why it must go higher." in refused
    assert f"C-{number} escalated." in words(app)


def test_a_page_holds_twenty_five_rows(open_alone: Open, place: Store) -> None:
    for _ in range(20):
        elsewhere.a_case(place)

    app = open_alone(Role.LEAD, "queue", state="")

    assert len(rows_of(app)) == 25
    assert "25 of 38, first due first" in words(app)
    assert len(set(references(app))) >= 25
