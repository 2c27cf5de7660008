"""The routing tab: rules made, tried and ended; the load; and what the box and the form say of them."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store.engine import Store
from caselight.store.tables import Case, Event, RouteRow
from screen import words

Open = Callable[..., AppTest]


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def saved(app: AppTest, *, client: str = "Norvane Telecom", team: str = "Network", owner: str = "") -> AppTest:
    app.selectbox(key="admin_route:client_id").set_value(client)
    app.selectbox(key="admin_route:team_id").set_value(team).run()
    if owner:
        app.selectbox(key="admin_route:owner_id").set_value(owner)
    press(app, "route_try")
    return press(app, "route_save")


def rules(place: Store) -> list[RouteRow]:
    with place.reading(EVERYTHING) as session:
        return list(session.scalars(select(RouteRow).order_by(col(RouteRow.id))))


def test_a_rule_is_tried_on_the_last_cases_then_saved_and_the_box_says_where_a_case_goes(
    open_as: Open, place: Store
) -> None:
    app = open_as(Role.ADMIN, "admin", tab="routing")
    assert "a new case goes to the team of whoever logs it" in words(app)
    app.selectbox(key="admin_route:client_id").set_value("Norvane Telecom")
    app.selectbox(key="admin_route:team_id").set_value("Network").run()

    press(app, "route_try")
    assert "would have gone elsewhere" in words(app)
    assert "No rule speaks of P1" in words(app)
    assert rules(place) == []
    press(app, "route_save")

    assert [(rule.client_id, rule.team_id) for rule in rules(place)] == [(1, 2)]
    assert "Norvane Telecom, any type, any priority" in words(app)
    app.text_input(key="box").set_value("@norvane #tech voice lines drop").run()
    assert "Network, tier 2 its queue, by the rule for Norvane Telecom, any type, any priority" in words(app)
    press(app, "enter_save")
    with place.reading(EVERYTHING) as session:
        number = session.scalar(select(func.max(col(Case.id)))) or 0
        case = session.get_one(Case, number)
        logged = session.scalars(select(Event).where(col(Event.case_id) == number)).one()
    assert (case.team_id, logged.body["routing"]["rule"]) == (2, 1)


def test_what_was_tried_must_be_tried_again_once_it_changes(open_as: Open) -> None:
    app = open_as(Role.ADMIN, "admin", tab="routing")
    press(app, "route_try")

    app.selectbox(key="admin_route:team_id").set_value("Platform").run()

    assert "route_save" not in {button.key for button in app.button}


def test_what_cannot_be_read_is_said_beside_its_field(open_as: Open, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="routing")
    app.text_input(key="admin_route:valid_from").input("soon")

    press(app, "route_try")

    assert "is not a date and time" in words(app)
    assert app.text_input(key="admin_route:valid_from").value == "soon"
    assert rules(place) == []


def test_a_rule_is_ended(open_as: Open, place: Store) -> None:
    app = saved(open_as(Role.ADMIN, "admin", tab="routing"))

    press(app, "route_end")

    assert rules(place)[0].valid_until is not None
    assert "Rule 1 ends" in words(app)


def test_an_end_in_the_past_is_refused_beside_its_field(open_as: Open, place: Store) -> None:
    app = saved(open_as(Role.ADMIN, "admin", tab="routing"))
    app.text_input(key="admin_route_end:ends_at").input("2020-01-01 09:00")

    press(app, "route_end")

    assert "cannot end in the past" in words(app)
    assert rules(place)[0].valid_until is None


def test_the_open_work_of_each_team_is_shown_by_name(open_as: Open) -> None:
    said = words(open_as(Role.ADMIN, "admin", tab="routing"))

    load = said[said.index("Open work") :]
    assert load.index("Network") < load.index("Platform") < load.index("Service Desk")
    assert "no owner" in load


@pytest.mark.parametrize(("chosen", "where"), [("", "Network, tier 2"), ("Platform", "Platform, as you chose")])
def test_the_form_says_where_the_case_goes(open_as: Open, open_alone: Open, chosen: str, where: str) -> None:
    saved(open_as(Role.ADMIN, "admin", tab="routing"))
    app = open_alone(Role.LEAD, "log")
    app.text_input(key="box").set_value("@norvane p2 #tech voice lines drop").run()
    app.button(key="all_fields_open").click().run()

    if chosen:
        app.selectbox(key="log:team").set_value(chosen).run()

    assert f"Goes to {where}" in words(app)


def test_only_an_admin_finds_the_tab(open_as: Open) -> None:
    app = open_as(Role.MANAGER, "admin", tab="routing")

    assert "Routing" not in app.segmented_control(key="admin_tab").options
