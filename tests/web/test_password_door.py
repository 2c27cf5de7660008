"""Choosing a password: by a link that works once, or by who knows the present one; every other browser is out."""

import pytest

from caselight.core.people import Role
from caselight.services import accounts, password_links, sessions
from caselight.services.accounts import Account, Place
from caselight.web import passwords
from caselight.web.site import Site
from door import PASSWORD, Clock, TestClient, a_browser
from floor import Floor

NEW = "seven blue lamps at noon"


@pytest.fixture
def person(floor: Floor, site: Site) -> int:
    account = Account("rosa", "Rosa One", Place(Role.AGENT, [floor.client], floor.desk), passwords.hashed(PASSWORD))
    return accounts.create(floor.store, account, actor=floor.admin, now=site.now())


@pytest.fixture
def link(floor: Floor, site: Site, person: int) -> str:
    return password_links.make(floor.store, person, actor=floor.admin, now=site.now()).token


def chosen(**other: str) -> dict[str, str]:
    return {"password": NEW, "again": NEW, **other}


def signed_in(browser: TestClient, password: str) -> bool:
    answer = browser.post("/auth/sign-in", data={"login": "rosa", "password": password})
    return answer.status_code == 303


def test_a_link_sets_a_password_once_and_signs_every_other_browser_out(
    browser: TestClient, site: Site, person: int, link: str
) -> None:
    elsewhere = sessions.start(site.store, person, now=site.now())
    assert "For rosa." in browser.get(f"/auth/password?token={link}").text

    answer = browser.post("/auth/password", data=chosen(token=link))

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/auth/whoami").json()["name"] == "Rosa One"
    assert sessions.who(site.store, elsewhere, now=site.now()) is None
    again = browser.post("/auth/password", data=chosen(token=link))
    assert (again.status_code, "used or too old" in again.text) == (410, True)
    assert signed_in(a_browser(site), NEW)
    assert not signed_in(a_browser(site), PASSWORD)


@pytest.mark.parametrize("hours", [0, 25])
def test_a_link_that_is_made_up_or_too_old_opens_nothing(
    browser: TestClient, clock: Clock, link: str, hours: int
) -> None:
    clock.after(hours=hours)
    token = link if hours else "made-up"

    assert browser.get(f"/auth/password?token={token}").status_code == 410
    assert browser.post("/auth/password", data=chosen(token=token)).status_code == 410
    assert browser.get("/auth/whoami").status_code == 401


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"password": "short", "again": "short"}, "12 or more"),
        ({"again": "another one altogether"}, "The two new passwords differ"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_works(
    browser: TestClient, link: str, given: dict[str, str], says: str
) -> None:
    answer = browser.post("/auth/password", data=chosen(token=link, **given))

    assert (answer.status_code, says in answer.text) == (422, True)
    assert NEW not in answer.text
    assert browser.post("/auth/password", data=chosen(token=link)).status_code == 303


@pytest.mark.usefixtures("person")
def test_who_is_signed_in_changes_a_password_by_the_present_one(browser: TestClient, site: Site) -> None:
    assert signed_in(browser, PASSWORD)
    assert "Present password" in browser.get("/auth/password").text

    wrong = browser.post("/auth/password", data=chosen(present="not it at all"))
    right = browser.post("/auth/password", data=chosen(present=PASSWORD))

    assert (wrong.status_code, "is not right" in wrong.text) == (422, True)
    assert right.status_code == 303
    assert browser.get("/auth/whoami").status_code == 200
    assert signed_in(a_browser(site), NEW)


@pytest.mark.usefixtures("person")
def test_guessing_the_present_password_is_stopped_as_at_the_door(browser: TestClient) -> None:
    signed_in(browser, PASSWORD)
    for _ in range(6):
        browser.post("/auth/password", data=chosen(present="guess"))

    assert browser.post("/auth/password", data=chosen(present=PASSWORD)).status_code == 422


def test_nobody_is_sent_to_sign_in(browser: TestClient) -> None:
    assert browser.get("/auth/password").headers["location"] == "/auth/sign-in"
    assert browser.post("/auth/password", data=chosen(present=PASSWORD)).headers["location"] == "/auth/sign-in"
