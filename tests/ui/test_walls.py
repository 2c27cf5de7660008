from collections.abc import Callable

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
    with place.reading() as session:
        return wall_links.links(session, EVERYTHING)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def said(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def page(open_alone: OpenAs) -> AppTest:
    return open_alone(Role.ADMIN, "walls")


def test_a_link_is_made_for_the_chosen_clients_and_shown_once(place: Store, page: AppTest) -> None:
    page.text_input(key="wall_name").set_value("Floor 2 north")
    page.multiselect(key="wall_clients").set_value(["Parcelo Shop"])
    page.checkbox(key="wall_hides_owners").set_value(True)

    press(page, "Make the link")

    [link] = links(place)
    assert (link.name, link.clients, link.hides_owners) == ("Floor 2 north", (3,), True)
    assert link.query == "kiosk=1&theme=dark&scale=1&tz=UTC"
    assert "/auth/wall/" in page.code[0].value
    assert "Floor 2 north" in said(page)
    assert page.text_input(key="wall_name").value == ""


def test_a_screen_without_a_name_is_refused_beside_the_form(place: Store, page: AppTest) -> None:
    press(page, "Make the link")

    assert links(place) == []
    assert "Name the screen" in said(page)
    assert not page.code


def test_a_revoked_link_goes_to_those_that_ended(place: Store, open_alone: OpenAs) -> None:
    page = open_alone(Role.ADMIN, "walls")
    actor = data.actor()
    assert actor is not None
    walls.make(place, Screen("Reception"), actor=actor, now=data.now())
    data.look_again()
    page.run()

    press(page, "Revoke now")

    assert links(place)[0].revoked_at is not None
    assert "Reception, All clients: revoked" in said(page)
    assert "Revoke now" not in [button.label for button in page.button]


def test_a_double_click_makes_one_link(place: Store, page: AppTest) -> None:
    page.text_input(key="wall_name").set_value("Floor 2 north")

    press(page, "Make the link")
    page.text_input(key="wall_name").set_value("Floor 2 north")
    press(page, "Make the link")

    assert len(links(place)) == 1
