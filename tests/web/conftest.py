"""A site on a database of its own, a browser before it, and Lena, who may sign in."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from caselight.core.people import Role
from caselight.services import accounts, sessions
from caselight.services.accounts import Account, Place
from caselight.services.sessions import People
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.version import DataVersion
from caselight.web import passwords
from caselight.web.site import Site
from door import PASSWORD, Clock, TestClient, a_browser
from floor import Floor, at


@pytest.fixture
def store(empty_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """Return a store on SQLite alone: what routes do to a database is tested with the services, on both."""
    shutil.copy(empty_sqlite, tmp_path / "caselight.db")
    store = Store(f"sqlite:///{tmp_path}/caselight.db")
    yield store
    store.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def settings(store: Store) -> Settings:
    return Settings(database=store.url, hosts="testserver,[::1]")


@pytest.fixture
def site(store: Store, settings: Settings, clock: Clock) -> Site:
    """Return a site whose data version is always looked up afresh."""
    ticks = count(step=10)
    version = DataVersion(store, clock=lambda: next(ticks))
    return Site(settings, version, People(version), clock)


@pytest.fixture
def browser(site: Site) -> Iterator[TestClient]:
    """Return a browser that follows no redirects."""
    with a_browser(site) as client:
        yield client


@pytest.fixture
def lena(floor: Floor, password_hash: str) -> int:
    """Return a lead who can sign in."""
    account = Account("lena.brandt", "Lena Brandt", Place(Role.LEAD, [floor.client], floor.desk), password_hash)
    return accounts.create(floor.store, account, actor=floor.admin, now=at("Mon 08:00"))


@pytest.fixture
def signed_in(browser: TestClient, site: Site, lena: int) -> TestClient:
    """Return a browser in which Lena is signed in."""
    browser.cookies.set(sessions.COOKIE, sessions.start(site.store, lena, now=site.now()))
    return browser
