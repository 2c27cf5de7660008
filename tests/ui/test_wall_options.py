"""How a wall looks is said by its link, and by the address only to a person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from caselight.core.legibility import Panel
from caselight.core.people import SYSTEM, Role
from caselight.services import sessions, walls
from caselight.services.walls import Screen
from caselight.store.engine import Store
from caselight.ui import data

OpenAs = Callable[..., AppTest]


def said(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_address_chooses_theme_scale_zone_and_client(open_alone: OpenAs) -> None:
    app = open_alone(Role.LEAD, "wall", theme="light", scale="2", tz="Asia/Singapore", client="Parcelo Shop")

    assert "color-scheme: light" in said(app)
    assert "--scale: 2.0" in said(app)
    assert "+08" in said(app)
    assert "<small>Parcelo Shop</small>" in said(app)
    assert "Quillstone Bank" not in said(app)


@pytest.mark.parametrize(("scale", "taken"), [("1e9", "4.0"), ("0", "0.5"), ("nan", "1.0"), ("1;}*{x", "1.0")])
def test_an_address_that_makes_no_sense_falls_back(open_alone: OpenAs, scale: str, taken: str) -> None:
    app = open_alone(Role.LEAD, "wall", scale=scale, theme="}<b>", tz="Nowhere", client="No such client")

    assert not app.exception
    assert f"--scale: {taken}" in said(app)
    assert "color-scheme: dark" in said(app)
    assert "All clients" in said(app)


def test_a_link_decides_how_its_wall_looks_whatever_the_address_says(
    place: Store, cookies: dict[str, str], open_alone: OpenAs
) -> None:
    panel, lasts = Panel(55, 4), timedelta(days=5, hours=1)
    screen = Screen("Hall", [3], theme="light", panel=panel)
    made = walls.make(place, screen, actor=SYSTEM, now=data.now(), lasts=lasts)
    page = open_alone(Role.LEAD, "wall", theme="dark", client="Norvane Telecom", inches="75", metres="1", across="1920")
    cookies[sessions.COOKIE] = sessions.start_wall(place, made.id, now=data.now(), replaces="")
    data.look_again()

    shown = said(page.run())

    assert "--scale: 1.31" in shown
    assert "light" in shown
    assert "Parcelo Shop</small>" in shown
    assert "Link ends in 5 days" in shown
    assert "SLA this contract month" not in shown
    assert "Norvane" not in shown
