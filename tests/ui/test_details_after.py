"""What a new case still owes is asked right after it is saved, in place."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store.engine import Store
from caselight.store.tables import Case
from screen import labels, words

Open = Callable[..., AppTest]
ASKED = "Add 3 details: affected services or modules, down from, down until"


@pytest.fixture
def app(open_alone: Open) -> AppTest:
    """Return the Log page with a technical failure just logged."""
    app = open_alone(Role.LEAD, "log")
    app.text_input(key="box").set_value("@norvane p2 #tech quartz lines drop").run()
    return app.button(key="enter_save").click().run()


def newest(place: Store) -> Case:
    with place.reading(EVERYTHING) as session:
        return session.scalars(select(Case).order_by(col(Case.id).desc()).limit(1)).one()


def field(place: Store, name: str) -> str:
    return f"details:{newest(place).id}:{name}"


def test_what_is_filled_in_is_saved_and_the_rest_stays_owed(app: AppTest, place: Store) -> None:
    offered = ASKED in labels(app)

    app.button(key="details_open").click().run()
    app.text_input(key=field(place, "down_from")).set_value("2026-01-05 10:00").run()
    app.button(key="details_save").click().run()

    assert offered
    assert newest(place).details == {"down_from": "2026-01-05T10:00:00Z"}
    assert "Add 2 details: affected services or modules, down until" in labels(app)


def test_a_wrong_value_is_told_and_kept(app: AppTest, place: Store) -> None:
    app.button(key="details_open").click().run()
    app.text_input(key=field(place, "down_from")).set_value("soon").run()

    app.button(key="details_save").click().run()

    assert "1 field to correct. Everything you typed is kept." in words(app)
    assert app.text_input(key=field(place, "down_from")).value == "soon"
    assert newest(place).details == {}


def test_later_leaves_the_case_as_it_is(app: AppTest, place: Store) -> None:
    app.button(key="details_open").click().run()

    app.button(key="details_later").click().run()

    assert ASKED in labels(app)
    assert newest(place).version == 1
