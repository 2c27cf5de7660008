"""The first run shows its set-up page and nothing else, and makes one admin."""

import pytest

from caselight.services import first_admin
from caselight.web.site import Site
from door import PASSWORD, Clock, TestClient


@pytest.fixture
def token(site: Site) -> str:
    return first_admin.invite(site.store, now=site.now()) or ""


def given(link: str, **other: str) -> dict[str, str]:
    return {"token": link, "name": "Rosa One", "login": "rosa", "password": PASSWORD, **other}


def test_while_nobody_can_sign_in_the_door_leads_to_the_set_up(browser: TestClient) -> None:
    assert browser.get("/auth/sign-in").headers["location"] == "/auth/setup"
    assert "Set-up code" in browser.get("/auth/setup").text


def test_the_link_from_the_log_makes_an_admin_and_signs_them_in(browser: TestClient, token: str) -> None:
    assert f'value="{token}"' in browser.get(f"/auth/setup?token={token}").text

    answer = browser.post("/auth/setup", data=given(token))

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/auth/whoami").json() == {"name": "Rosa One", "role": "admin"}


def test_afterwards_the_page_is_gone(browser: TestClient, token: str) -> None:
    browser.post("/auth/setup", data=given(token))

    assert browser.get(f"/auth/setup?token={token}").headers["location"] == "/auth/sign-in"
    assert browser.post("/auth/setup", data=given(token, login="second")).headers["location"] == "/auth/sign-in"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"token": "made up"}, "used or too old"),
        ({"password": "short"}, "12 or more"),
        ({"login": "two words"}, "one word"),
        ({"name": " "}, "Give the person"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    browser: TestClient, token: str, wrong: dict[str, str], says: str
) -> None:
    answer = browser.post("/auth/setup", data=given(token, **wrong))

    assert answer.status_code == 422
    assert says in answer.text
    assert PASSWORD not in answer.text
    assert 'value="rosa"' in answer.text or "login" in wrong
    assert browser.get("/auth/whoami").status_code == 401


def test_the_link_is_too_old_after_a_quarter_of_an_hour(browser: TestClient, token: str, clock: Clock) -> None:
    clock.after(minutes=15)

    assert "too old" in browser.post("/auth/setup", data=given(token)).text
