"""The tab of teams: who is there when, and a form that tries a change of a team before it is saved."""

from collections.abc import Callable

from sqlalchemy import select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store.engine import Store
from caselight.store.tables import Team, TeamShift
from screen import words

OpenAs = Callable[..., AppTest]


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def pick(app: AppTest, team: str) -> AppTest:
    return app.selectbox(key="team_picked").select(team).run()


def by_shifts(app: AppTest, **days: str) -> AppTest:
    app.segmented_control(key="admin_team:presence").set_value("By shifts").run()
    for day, typed in days.items():
        app.text_input(key=f"admin_team:{day}").input(typed)
    return app


def test_every_team_says_whether_it_is_there(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="teams")

    assert "Network 2 0" in words(app)
    assert "always there on shift" in words(app)
    assert "Tier 2 always has somebody" in words(app)


def test_shifts_are_tried_then_saved(open_as: OpenAs, place: Store) -> None:
    app = pick(open_as(Role.ADMIN, "admin", tab="teams"), "Network")
    assert (app.text_input(key="admin_team:name").value, app.selectbox(key="admin_team:tier").value) == ("Network", 2)

    press(by_shifts(app, mon="00:00-00:01"), "team_try")

    assert "The next 7 days without anybody" in words(app)
    assert "2 never 6d 23h" in words(app)
    assert "Another team would be called for" in words(app)

    press(app, "team_save")

    with place.reading(EVERYTHING) as session:
        shift = session.scalars(select(TeamShift)).one()
    assert (shift.team_id, shift.hours["weekly"]) == (2, {"mon": [["00:00", "00:01"]]})
    assert "Tier 2: 6d 23h without anybody" in words(app)
    assert app.text_input(key="admin_team:name").value == ""  # the form begins anew


def test_what_cannot_be_is_said_beside_its_field(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="teams")

    press(by_shifts(app, sat="09:00-12:00, 11:00-17:00"), "team_try")
    assert "on Sat overlaps the next one" in words(app)

    app.text_input(key="admin_team:sat").input("")
    press(app, "team_try")
    assert "never open" in words(app)

    app.text_input(key="admin_team:sat").input("09:00-12:00")
    press(app, "team_try")
    assert "Name the team in at most" in words(app)


def test_a_team_that_has_open_cases_keeps_its_tier(open_as: OpenAs, place: Store) -> None:
    app = pick(open_as(Role.ADMIN, "admin", tab="teams"), "Network")
    app.selectbox(key="admin_team:tier").select(3)

    press(app, "team_try")

    assert "open cases would change tier with it" in words(app)
    with place.reading(EVERYTHING) as session:
        assert session.scalars(select(col(Team.tier)).where(col(Team.name) == "Network")).one() == 2


def test_a_team_is_added_and_renamed(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="teams")
    app.text_input(key="admin_team:name").input("Night Desk")
    press(press(app, "team_try"), "team_save")

    pick(app, "Night Desk").text_input(key="admin_team:name").input("Late Desk")
    press(press(app, "team_try"), "team_save")

    with place.reading(EVERYTHING) as session:
        assert "Late Desk" in set(session.scalars(select(col(Team.name))))
    assert "Late Desk 1 0" in words(app)
