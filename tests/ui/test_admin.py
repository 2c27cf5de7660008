"""The admin page: each tab for those who may, faults beside their field, a dry run before anything is saved."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Client, Contract, Target

OpenAs = Callable[..., AppTest]


def said(app: AppTest) -> str:
    """Return all own HTML of a page."""
    return " ".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def count(place: Store, table: type[Calendar] | type[Client] | type[Contract]) -> int:
    with place.reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_manager_changes_the_contracts_of_their_own_clients_only(open_as: OpenAs) -> None:
    app = open_as(Role.MANAGER, "admin", 3)

    assert app.segmented_control(key="admin_tab").options == ["Contracts and targets"]
    assert app.selectbox(key="contract_client").options == ["Parcelo Shop"]


@pytest.mark.parametrize("role", [Role.LEAD, Role.AGENT, Role.AUDITOR])
def test_nobody_else_opens_it(open_alone: OpenAs, role: Role) -> None:
    app = open_alone(role, "admin")

    assert "is not open to you" in said(app)


def test_what_cannot_be_read_is_said_beside_its_field_and_the_text_is_kept(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="contracts")
    app.text_input(key="admin_contract:valid_from").input("soon")
    app.text_input(key="admin_contract:resolution:2").input("2 days")

    press(app, "contract_try")

    assert "is not a date and time" in said(app)
    assert "Write it as 30m, 8h or 1h 30m" in said(app)
    assert app.text_input(key="admin_contract:resolution:2").value == "2 days"
    assert not [button for button in app.button if button.key == "contract_save"]
    assert count(place, Contract) == 5


def test_a_contract_is_tried_before_it_is_saved(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="contracts")
    app.text_input(key="admin_contract:valid_from").input("2020-01-01 00:00")
    app.text_input(key="admin_contract:resolution:2").input("6h")
    app.text_input(key="admin_contract:clause:resolution").input("7.3")

    press(app, "contract_try")

    assert "running clock" in said(app)
    assert count(place, Contract) == 5

    press(app, "contract_save")

    assert count(place, Contract) == 6
    with place.reading(EVERYTHING) as session:
        target = session.scalars(select(Target)).one()
    assert (target.minutes, target.clause, target.calendar_id) == (360, "7.3", None)


def test_the_next_version_keeps_which_promises_waiting_holds(open_as: OpenAs, place: Store) -> None:
    kept = {"contract_id": 1, "priority": 2, "promise": "update to the customer", "minutes": 120}
    place.transact(lambda session: session.add(Target(**kept, waiting_pauses=True)), EVERYTHING)
    app = open_as(Role.ADMIN, "admin", tab="contracts")
    app.selectbox(key="contract_client").select("Norvane Telecom").run()
    app.text_input(key="admin_contract:valid_from").input("2020-01-01 00:00")
    app.text_input(key="admin_contract:update to the customer:2").input("3h")

    press(press(app, "contract_try"), "contract_save")

    with place.reading(EVERYTHING) as session:
        target = session.scalars(select(Target).order_by(col(Target.id).desc()).limit(1)).one()
    assert (target.minutes, target.waiting_pauses) == (180, True)


def test_a_record_type_is_promised_its_own_time_and_keeps_it_in_the_next_version(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="contracts")
    app.text_input(key="admin_contract:valid_from").input("2020-01-01 00:00")
    app.text_area(key="admin_contract:record_types").input("Outtage, resolution: P1 2h")
    assert "Did you mean outage?" in said(press(app, "contract_try"))

    app.text_area(key="admin_contract:record_types").input("Outage, resolution: P1 2h")
    press(press(app, "contract_try"), "contract_save")

    with place.reading(EVERYTHING) as session:
        target = session.scalars(select(Target).order_by(col(Target.id).desc()).limit(1)).one()
    assert (target.record_type, target.promise, target.priority, target.minutes) == ("outage", "resolution", 1, 120)


def test_what_was_tried_must_be_tried_again_once_it_changes(open_as: OpenAs) -> None:
    app = open_as(Role.ADMIN, "admin", tab="contracts")
    app.text_input(key="admin_contract:valid_from").input("2020-01-01 00:00")
    app.text_input(key="admin_contract:resolution:2").input("6h")
    press(app, "contract_try")

    app.text_input(key="admin_contract:resolution:2").input("5h").run()

    assert not [button for button in app.button if button.key == "contract_save"]


def test_a_calendar_is_made_with_the_holidays_of_a_country(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="calendars")
    app.text_input(key="admin_calendar:name").input("Berlin office")
    app.text_input(key="admin_calendar:mon").input("09:00-17:00")
    app.text_input(key="admin_calendar:country").input("DE-BE")
    app.text_area(key="admin_calendar:exceptions").input("2026-12-24 09:00-12:00\n2026-12-31 closed")
    press(app, "calendar_holidays")

    press(app, "calendar_try")
    press(app, "calendar_save")

    with place.reading(EVERYTHING) as session:
        hours = session.scalars(select(Calendar).where(col(Calendar.name) == "Berlin office")).one().hours
    assert "Christmas Day" in hours["names"].values()
    assert hours["exceptions"] == {"2026-12-24": [["09:00", "12:00"]], "2026-12-31": []}


def test_shifts_that_overlap_are_refused_beside_their_day(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="calendars")
    app.text_input(key="admin_calendar:name").input("Odd")
    app.text_input(key="admin_calendar:sat").input("09:00-12:00, 11:00-17:00")

    press(app, "calendar_try")

    assert "on Sat overlaps the next one" in said(app)
    assert count(place, Calendar) == 0


def test_a_client_is_added(open_as: OpenAs, place: Store) -> None:
    app = open_as(Role.ADMIN, "admin", tab="clients")
    app.text_input(key="admin_client:name").input("Ostrava Rail")

    press(app, "client_save")

    assert count(place, Client) == 6
    assert "Ostrava Rail" in said(app)
