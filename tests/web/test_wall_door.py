"""A wall's link opens its wall, as a wall and nobody else."""

import logging

import pytest

from caselight.core.legibility import Panel
from caselight.services import sessions, walls
from caselight.services.walls import Made, Screen
from caselight.web.site import Site
from door import Clock, TestClient
from floor import Floor


def make(site: Site, floor: Floor) -> Made:
    screen = Screen("Hall", [floor.client], zone="Europe/Oslo", panel=Panel(65, 4.5))
    return walls.make(site.store, screen, actor=floor.admin, now=site.now())


def test_the_link_leads_to_the_wall_as_it_was_set_up(browser: TestClient, site: Site, floor: Floor) -> None:
    answer = browser.get(make(site, floor).path)

    assert answer.headers["location"] == "/wall?kiosk=1&theme=dark&inches=65&metres=4.5&across=1920&tz=Europe%2FOslo"
    assert f"max-age={90 * 24 * 3600}" in answer.headers["set-cookie"].lower()
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert browser.get("/auth/whoami").json() == {"name": "Hall", "role": "wall"}


def test_a_wall_is_still_a_wall_weeks_later(browser: TestClient, site: Site, floor: Floor, clock: Clock) -> None:
    browser.get(make(site, floor).path)

    clock.after(days=60)

    assert browser.get("/wall").status_code == 200


def test_whoever_was_signed_in_on_the_screen_is_not_any_more(signed_in: TestClient, site: Site, floor: Floor) -> None:
    token = signed_in.cookies[sessions.COOKIE]

    signed_in.get(make(site, floor).path)

    assert sessions.who(site.store, token, now=site.now()) is None


def test_a_revoked_link_says_so_and_turns_its_screen_dark(browser: TestClient, site: Site, floor: Floor) -> None:
    made = make(site, floor)
    browser.get(made.path)

    walls.revoke(site.store, made.id, actor=floor.admin, now=site.now())

    assert browser.get("/wall").status_code == 401
    assert browser.get("/auth/whoami").status_code == 401
    answer = browser.get(made.path)
    assert (answer.status_code, "This wall link is closed" in answer.text) == (404, True)


def test_a_made_up_link_opens_nothing(browser: TestClient) -> None:
    for path in ("/auth/wall/x", "/auth/wall/" + "a" * 5_000, "/auth/wall/", "/auth/wall/a/b"):
        assert browser.get(path).status_code in {401, 404}
        assert sessions.COOKIE not in browser.cookies


def test_a_person_can_sign_in_on_a_walls_screen(browser: TestClient, site: Site, floor: Floor, lena: int) -> None:  # noqa: ARG001 – somebody can
    browser.get(make(site, floor).path)

    assert "Password" in browser.get("/auth/sign-in").text


def test_a_new_address_turns_the_screen_of_the_old_one_dark(browser: TestClient, site: Site, floor: Floor) -> None:
    made = make(site, floor)
    browser.get(made.path)

    renewed = walls.renew(site.store, made.id, actor=floor.admin, now=site.now())

    assert browser.get("/wall").status_code == 401
    assert browser.get(made.path).status_code == 404
    assert browser.get(renewed.path).headers["location"].startswith("/wall?kiosk=1")


def test_the_address_of_a_wall_goes_on_to_no_page_and_into_no_log(
    browser: TestClient, site: Site, floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "caselight")
    made = make(site, floor)

    answers = [browser.get(made.path), browser.get("/wall"), browser.get("/auth/wall/" + made.token[:-1])]

    assert {answer.headers["referrer-policy"] for answer in answers} == {"no-referrer"}
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert made.token not in "".join(answer.text + str(answer.headers) for answer in answers)
    assert made.token[:-1] not in caplog.text
