"""The door lets in who knows the password, tells the rest one sentence, and puts out who leaves."""

import time
from statistics import median

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.services import sessions
from caselight.store.tables import SignIn
from caselight.web.site import Site
from door import PASSWORD, Clock, TestClient, a_browser

pytestmark = pytest.mark.usefixtures("lena")
WRONG = "User name and password do not match."


def sign_in(browser: TestClient, login: str = "lena.brandt", password: str = PASSWORD, **more: str) -> int:
    return browser.post("/auth/sign-in", data={"login": login, "password": password, **more}).status_code


def test_the_right_password_opens_a_session_that_scripts_cannot_read(browser: TestClient) -> None:
    answer = browser.post("/auth/sign-in", data={"login": "Lena.Brandt", "password": PASSWORD, "next": "/queue?p=1"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?p=1")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=43200" in cookie
    assert "secure" not in cookie
    assert browser.get("/auth/whoami").json() == {"name": "Lena Brandt", "role": "lead"}


def test_behind_tls_the_cookie_insists_on_it(site: Site) -> None:
    with a_browser(site, base_url="https://testserver") as browser:
        answer = browser.post("/auth/sign-in", data={"login": "lena.brandt", "password": PASSWORD})

    assert "; secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("lena.brandt", "wrong"),
        ("lena.brandt", ""),
        ("lena.brandt", PASSWORD + "x"),
        ("lena.brandt", "x" * 73),  # more than bcrypt reads
        ("lena.brandt", PASSWORD + "\0"),
        ("lena.brandt", "ж" * 1_000),
        ("agent", PASSWORD),  # an account without a password
        ("nobody", PASSWORD),
        ("lena.bränd", PASSWORD),
        ("lenа.brandt", PASSWORD),  # noqa: RUF001 – its a is Cyrillic
        ("a\0b", PASSWORD),
        ("", ""),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same_sentence(browser: TestClient, login: str, password: str) -> None:
    answer = browser.post("/auth/sign-in", data={"login": login, "password": password})

    assert answer.status_code == 401
    assert answer.text.count(WRONG) == 1
    assert "set-cookie" not in answer.headers


def test_a_wrong_try_keeps_the_name_and_the_place_but_not_the_password(browser: TestClient) -> None:
    given = {"login": '"><script>alert(1)</script>', "password": "my secret", "next": "/queue?state=overdue"}

    page = browser.post("/auth/sign-in", data=given).text

    assert "&#34;&gt;&lt;script&gt;" in page
    assert "<script" not in page
    assert 'value="/queue?state=overdue"' in page
    assert "my secret" not in page
    assert 'role="alert"' in page


def test_an_unknown_name_takes_as_long_as_a_wrong_password(browser: TestClient) -> None:
    def took(login: str) -> float:
        began = time.process_time()
        sign_in(browser, login, "wrong")
        return time.process_time() - began

    took("warm up")
    known = median(took("lena.brandt") for _ in range(3))
    unknown = median(took(f"nobody {number}") for number in range(3))

    assert unknown == pytest.approx(known, rel=0.5)


def test_five_wrong_tries_pause_even_the_right_password(browser: TestClient, clock: Clock) -> None:
    for _ in range(5):
        assert sign_in(browser, password="wrong") == 401

    assert sign_in(browser) == 401
    clock.after(minutes=1)
    assert sign_in(browser) == 303


def test_signing_in_gives_a_new_session_and_ends_the_old(browser: TestClient, site: Site) -> None:
    sign_in(browser)
    old = browser.cookies[sessions.COOKIE]

    sign_in(browser)

    assert browser.cookies[sessions.COOKIE] != old
    assert sessions.who(site.store, old, now=site.now()) is None


def test_the_session_says_where_it_was_opened(browser: TestClient, site: Site, lena: int) -> None:
    browser.post(
        "/auth/sign-in", data={"login": "lena.brandt", "password": PASSWORD}, headers={"user-agent": "A" * 500}
    )

    with site.store.reading(EVERYTHING) as session:
        row = session.scalars(select(SignIn).where(col(SignIn.user_id) == lena)).one()
    assert (row.address, row.agent) == ("testclient", "A" * 200)


def test_signing_out_revokes_the_session_itself(signed_in: TestClient, site: Site) -> None:
    token = signed_in.cookies[sessions.COOKIE]

    answer = signed_in.get("/auth/logout")

    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/sign-in")
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert sessions.who(site.store, token, now=site.now()) is None
    with a_browser(site, cookies={sessions.COOKIE: token}) as thief:
        assert thief.get("/auth/whoami").status_code == 401


def test_who_was_put_out_returns_to_the_same_page(signed_in: TestClient, clock: Clock) -> None:
    signed_in.cookies.set("caselight_page", "%2Fqueue%3Fstate%3Doverdue", path="/auth")
    clock.after(hours=2)

    assert signed_in.get("/auth/logout").headers["location"] == "/auth/sign-in?next=%2Fqueue%3Fstate%3Doverdue"


def test_who_left_does_not_show_the_next_person_where_they_were(signed_in: TestClient) -> None:
    signed_in.cookies.set("caselight_page", "/queue", path="/auth")

    assert signed_in.post("/auth/logout").headers["location"] == "/auth/sign-in"


def test_asking_who_it_is_keeps_nobody_awake(signed_in: TestClient, clock: Clock) -> None:
    for _ in range(7):
        status = signed_in.get("/auth/whoami").status_code
        clock.after(minutes=10)

    assert status == 401


def test_opening_a_page_does(signed_in: TestClient, clock: Clock) -> None:
    for _ in range(7):
        status = signed_in.get("/queue").status_code
        clock.after(minutes=10)

    assert status == 200


def test_who_is_signed_in_is_not_asked_again(signed_in: TestClient) -> None:
    assert signed_in.get("/auth/sign-in?next=/queue").headers["location"] == "/queue"


def test_the_form_says_where_it_leads(browser: TestClient) -> None:
    assert "You return to the queue." in browser.get("/auth/sign-in?next=/queue?state=overdue").text


def test_a_form_that_is_too_large_is_not_read(browser: TestClient) -> None:
    assert sign_in(browser, password="x" * 1_000_000) == 413
    assert browser.post("/auth/sign-in", content="&".join(f"a{n}=1" for n in range(100))).status_code == 400


def test_where_no_company_sign_in_is_set_up_there_is_none(browser: TestClient) -> None:
    assert "company account" not in browser.get("/auth/sign-in").text
    for path in ("/auth/company", "/auth/company/back?state=a&code=b"):
        assert browser.get(path).status_code == 401, path
