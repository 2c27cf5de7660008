"""The company's accounts open what our own accounts allow, and only for who comes back as they were sent."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import col

import openid
from caselight.core.people import EVERYTHING, Role
from caselight.services import accounts, company, sessions
from caselight.services.accounts import Account, Place
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.tables import Event, User
from caselight.web.company_door import BEGUN
from caselight.web.site import Site
from door import Clock, TestClient
from floor import Floor, at
from openid import Provider


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return openid.new_key()


@pytest.fixture
def provider(key: RSAPrivateKey, clock: Clock) -> Iterator[Provider]:
    with openid.running(key) as provider:
        provider.now = clock.now
        yield provider


@pytest.fixture
def settings(store: Store, provider: Provider) -> Settings:
    return Settings(
        database=store.url,
        hosts="testserver",
        url="http://testserver",
        oidc_issuer=provider.issuer,
        oidc_client=openid.CLIENT,
        oidc_secret=SecretStr(openid.SECRET),
    )


@pytest.fixture(autouse=True)
def lena(floor: Floor) -> int:
    """Return a lead without a password, known by her address; the first admin has one."""
    first = Account("ada", "Ada", Place(Role.ADMIN), password_hash="none matches")
    accounts.create(floor.store, first, actor=floor.admin, now=at("Mon 08:00"))
    account = Account("lena.brandt@example.com", "Lena Brandt", Place(Role.LEAD, [floor.client], floor.desk))
    return accounts.create(floor.store, account, actor=floor.admin, now=at("Mon 08:00"))


def came_back(browser: TestClient, provider: Provider, **said: str) -> Any:
    out = browser.get("/auth/company?next=/queue%3Fstate%3Doverdue")
    assert out.status_code == 303, out.text
    state = provider.authorised(out.headers["location"])
    return browser.get("/auth/company/back", params={"state": state, "code": "good"} | said)


def is_refused(browser: TestClient, answer: Any) -> str:
    assert answer.status_code == 403
    assert sessions.COOKIE not in answer.headers.get("set-cookie", "")
    assert browser.get("/auth/whoami").status_code == 401
    return unescape(answer.text)


def test_who_is_known_gets_a_session_of_ours_with_the_way_on_record(
    browser: TestClient, provider: Provider, site: Site, lena: int
) -> None:
    assert "company account" in browser.get("/auth/sign-in").text

    answer = came_back(browser, provider)

    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?state=overdue")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert browser.get("/auth/whoami").json() == {"name": "Lena Brandt", "role": "lead"}
    assert BEGUN not in browser.cookies
    with site.store.reading(EVERYTHING) as session:
        event = session.scalars(select(Event).where(col(Event.kind) == "user:signed_in")).one()
    assert (event.actor_id, event.body["way"]) == (lena, "company account")


def test_the_way_out_carries_what_the_flow_needs_and_no_secret(browser: TestClient, provider: Provider) -> None:
    out = browser.get("/auth/company")
    provider.authorised(out.headers["location"])

    assert provider.asked["redirect_uri"] == "http://testserver/auth/company/back"
    assert provider.asked["code_challenge_method"] == "S256"
    held = out.headers["set-cookie"]
    assert all(part in held.lower() for part in ("httponly", "samesite=lax", "path=/auth/company"))
    secret = browser.cookies[BEGUN].strip('"').partition(":")[0]
    assert secret not in out.headers["location"]
    assert openid.SECRET not in out.headers["location"]


@pytest.mark.parametrize("said", [{"state": "wrong"}, {"state": ""}, {"code": ""}, {"state": "ж"}])
def test_who_comes_back_with_something_else_is_refused(
    browser: TestClient, provider: Provider, said: dict[str, str]
) -> None:
    assert company.STALE in is_refused(browser, came_back(browser, provider, **said))
    assert "/token" not in provider.requests


def test_what_was_begun_in_another_browser_is_refused(browser: TestClient, provider: Provider) -> None:
    state = provider.authorised(browser.get("/auth/company").headers["location"])
    browser.cookies.clear()

    answer = browser.get("/auth/company/back", params={"state": state, "code": "good"})

    assert company.STALE in is_refused(browser, answer)


def test_coming_back_works_once(browser: TestClient, provider: Provider) -> None:
    came_back(browser, provider)
    browser.cookies.delete(sessions.COOKIE)

    again = browser.get("/auth/company/back", params={"state": provider.asked["state"], "code": "good"})

    assert company.STALE in is_refused(browser, again)


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"nonce": "another"}, company.STALE),
        ({"email_verified": False}, company.REFUSED),
        ({"email_verified": None}, company.REFUSED),
        ({"email": None}, company.REFUSED),
        ({"email": "nobody@example.com"}, company.REFUSED),
        ({"email": "system"}, company.REFUSED),
        ({"aud": "another"}, company.AWAY),
        ({"aud": [openid.CLIENT, "another"], "azp": "another"}, company.AWAY),
        ({"iss": "https://another.example"}, company.AWAY),
        ({"exp": 1}, company.AWAY),
        ({"iat": 99_999_999_999}, company.AWAY),
        ({"exp": "soon"}, company.AWAY),
    ],
)
def test_an_identity_that_is_not_right_is_refused(
    browser: TestClient, provider: Provider, claims: dict[str, Any], says: str
) -> None:
    provider.claims = claims

    assert says in is_refused(browser, came_back(browser, provider))


def test_an_identity_that_is_old_or_signed_by_another_is_refused(
    browser: TestClient, provider: Provider, clock: Clock
) -> None:
    clock.after(minutes=7)
    assert company.AWAY in is_refused(browser, came_back(browser, provider))

    provider.now = clock.now
    provider.signed_with = openid.new_key()
    assert company.AWAY in is_refused(browser, came_back(browser, provider))

    provider.algorithm = "HS256"
    assert company.AWAY in is_refused(browser, came_back(browser, provider))


def test_a_closed_account_and_a_code_that_is_not_good_open_nothing(
    browser: TestClient, provider: Provider, site: Site, lena: int
) -> None:
    assert company.AWAY in is_refused(browser, came_back(browser, provider, code="bad"))

    site.store.transact(lambda session: setattr(session.get_one(User, lena), "is_active", False), EVERYTHING)
    assert company.REFUSED in is_refused(browser, came_back(browser, provider))


def test_a_provider_that_is_somebody_else_or_away_is_said_calmly(browser: TestClient, provider: Provider) -> None:
    provider.said_issuer = "https://another.example"
    assert company.AWAY in is_refused(browser, browser.get("/auth/company"))

    assert provider.requests == ["/.well-known/openid-configuration"]


def test_a_session_of_it_ends_as_any_other(browser: TestClient, provider: Provider, clock: Clock) -> None:
    came_back(browser, provider)
    clock.after(minutes=61)

    assert browser.get("/auth/whoami").status_code == 401
