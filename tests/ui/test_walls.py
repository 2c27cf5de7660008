from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING, Role
from caselight.services import walls
from caselight.services.walls import Screen
from caselight.store import wall_links
from caselight.store.engine import Store
from caselight.store.wall_links import Link
from caselight.ui import data

OpenAs = Callable[..., AppTest]


def links(place: Store) -> list[Link]:
    with place.reading(EVERYTHING) as session:
        return wall_links.links(session, EVERYTHING)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def said(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def page(open_alone: OpenAs) -> AppTest:
    return open_alone(Role.ADMIN, "walls")


def test_a_link_is_made_for_the_chosen_clients_and_shown_once(place: Store, page: AppTest) -> None:
    page.text_input(key="wall:name").set_value("Floor 2 north")
    page.multiselect(key="wall:clients").set_value(["Parcelo Shop"])
    page.checkbox(key="wall:hides_owners").set_value(True)
    page.number_input(key="wall:metres").set_value(4).run()
    assert "55-inch panel at 4 m: 6 rows of 45 px, readable up to 4 m." in said(page)

    press(page, "Make the link")

    [link] = links(place)
    assert (link.name, link.clients, link.hides_owners) == ("Floor 2 north", (3,), True)
    assert link.query == "kiosk=1&theme=dark&inches=55&metres=4&across=1920&tz=UTC"
    assert "/auth/wall/" in page.code[0].value
    assert "55-inch panel at 4 m: 6 rows" in said(page)
    assert page.text_input(key="wall:name").value == ""


def test_a_screen_without_a_name_is_refused_under_the_field(place: Store, page: AppTest) -> None:
    press(page, "Make the link")

    assert links(place) == []
    assert "Name the screen" in said(page)
    assert not page.code


def made(place: Store, page: AppTest, *, days: int = 90) -> AppTest:
    """Make a link and choose it in the form."""
    actor = data.actor()
    assert actor is not None
    walls.make(place, Screen("Reception"), actor=actor, now=data.now(), lasts=timedelta(days=days))
    data.look_again()
    page.run()
    return page.selectbox(key="wall_picked").set_value("Reception (screen 1)").run()


def test_a_screen_is_changed_and_given_a_new_address(place: Store, page: AppTest) -> None:
    made(place, page, days=10)
    assert "ends in 9 days" in said(page)
    assert "1 ends within 14 days" in said(page)

    page.segmented_control(key="wall:theme").set_value("light")
    press(page, "Save")
    assert [(link.name, link.options["theme"]) for link in links(place)] == [("Reception", "light")]
    assert not page.code

    press(page, "Make it now")
    assert "/auth/wall/" in page.code[0].value
    assert not links(place)[0].ends_soon(data.now())


def test_a_revoked_link_goes_to_those_that_ended(place: Store, page: AppTest) -> None:
    made(place, page)

    press(page, "Revoke now")

    assert links(place)[0].revoked_at is not None
    assert "Reception, All clients: revoked" in said(page)
    assert "Revoke now" not in [button.label for button in page.button]


def test_a_double_click_makes_one_link(place: Store, page: AppTest) -> None:
    page.text_input(key="wall:name").set_value("Floor 2 north")

    press(page, "Make the link")
    page.text_input(key="wall:name").set_value("Floor 2 north")
    press(page, "Make the link")

    assert len(links(place)) == 1
