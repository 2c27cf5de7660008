"""The tab of the escalation matrix: faults in words, rows, a probe, and a form that tries before it saves."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.core.wording import reference
from caselight.services import matrix
from caselight.store import here
from caselight.store.engine import Store
from caselight.store.tables import MatrixRow
from screen import words

OpenAs = Callable[..., AppTest]


@pytest.fixture
def laid(place: Store) -> Store:
    """Lay down the shipped matrix."""
    place.transact(lambda session: matrix.install(session, now=datetime.now(UTC)), EVERYTHING)
    here.version().look_again()
    return place


def count(place: Store) -> int:
    with place.reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(MatrixRow)) or 0


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def has_button(app: AppTest, key: str) -> bool:
    return any(button.key == key for button in app.button)


def test_an_empty_matrix_says_what_is_missing_and_what_holds_until_then(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="matrix")

    assert "No row speaks of cases such as P1 Technical failure of" in words(app)
    assert "until then the shipped one holds: 5m · 30m" in words(app)


@pytest.mark.usefixtures("laid")
def test_a_whole_matrix_says_so_and_shows_what_a_client_gets_beside_its_rows(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="matrix")

    app.selectbox(key="matrix_client").select("Quillstone Bank").run()

    assert "No gap and no tie" in words(app)
    assert "What a case of Quillstone Bank gets" in words(app)
    assert "any client, any type, P1, tier 1" in words(app)


@pytest.mark.usefixtures("laid")
def test_a_case_is_asked_about_without_raising_anything(open_as: OpenAs, place: Store) -> None:
    number = elsewhere.a_case(place, 2, priority=1)
    app = open_as(Role.ADMIN, "admin", tab="matrix")

    app.text_input(key="admin_probe:case").input(reference(number)).run()

    assert app.selectbox(key="admin_probe:client").value == "Ellery Care"
    assert "Called now Network tier 2 10m · 2h" in words(app)
    assert "Next Platform tier 3" in words(app)


@pytest.mark.usefixtures("laid")
def test_a_case_that_is_not_there_and_an_odd_instant_are_said_under_the_question(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="matrix")

    app.text_input(key="admin_probe:case").input("C-999999")
    app.text_input(key="admin_probe:when").input("soon").run()

    assert "No such case" in words(app)
    assert "is not a date and time" in words(app)
    app.text_input(key="admin_probe:case").input("").run()
    assert "No such case" not in words(app)


def test_a_row_is_tried_then_set(open_as: OpenAs, laid: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="matrix")
    before = count(laid)
    app.selectbox(key="admin_matrix:client_id").select("Parcelo Shop")
    app.selectbox(key="admin_matrix:tier").select(2)
    app.selectbox(key="admin_matrix:next_tier").select("tier 3")
    app.text_input(key="admin_matrix:acknowledge_minutes").input("3m")

    press(app, "matrix_try")

    assert "Another team would be called for none of" in words(app)
    assert count(laid) == before

    press(app, "matrix_save")

    assert count(laid) == before + 1
    assert "Parcelo Shop, any type, P1, tier 2" in words(app)
    assert not has_button(app, "matrix_save")  # the form begins anew


@pytest.mark.usefixtures("laid")
def test_what_is_wrong_with_a_row_is_said_beside_its_field(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="matrix")
    app.text_input(key="admin_matrix:resolve_minutes").input("long")
    app.text_area(key="admin_matrix:thresholds").input("half: owner")
    app.text_input(key="admin_matrix:valid_until").input("2020-01-01")

    press(app, "matrix_try")

    assert "Write it as 30m, 8h or 1h 30m" in words(app)
    assert "begins with no percent" in words(app)

    app.text_input(key="admin_matrix:resolve_minutes").input("8h")
    app.text_area(key="admin_matrix:thresholds").input("50% the moon\n100 nobody")
    press(app, "matrix_try")

    assert "the moon cannot be told" in words(app)
    assert "It must end after it begins" in words(app)
    assert not has_button(app, "matrix_save")


@pytest.mark.usefixtures("laid")
def test_a_tie_is_told_before_it_is_saved(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="matrix")
    app.selectbox(key="admin_matrix:record_type").select("Technical failure")
    app.selectbox(key="admin_matrix:priority").select("any priority")

    press(app, "matrix_try")

    assert "A fault would appear. 2 rows speak equally closely" in words(app)


def test_a_row_is_ended_after_it_was_tried(open_as: OpenAs, laid: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="matrix")
    app.selectbox(key="matrix_picked").select(12).run()
    app.text_input(key="admin_matrix_end:ends_at").input("then")
    press(app, "matrix_end_try")
    assert "is not a date and time" in words(app)

    app.text_input(key="admin_matrix_end:ends_at").input("")
    press(app, "matrix_end_try")

    assert "A fault would appear. No row speaks of cases such as P4" in words(app)

    press(app, "matrix_end_save")

    with laid.reading(EVERYTHING) as session:
        assert session.get_one(MatrixRow, 12).valid_until is not None
    assert "A fault would appear" not in words(app)
    assert "No row speaks of cases such as P4" in words(app)
