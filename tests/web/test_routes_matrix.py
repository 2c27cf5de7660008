"""Every route for everyone of one client who asks for what is another's, and for those who are not signed in."""

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, product

import pytest
from sqlalchemy import select

from caselight.core.people import EVERYTHING, Role
from caselight.services import sessions
from caselight.services.sessions import People
from caselight.settings import Settings
from caselight.store.tables import Case, Service
from caselight.store.version import DataVersion
from caselight.web import wiring
from caselight.web.pages import URLS
from caselight.web.site import Site
from door import Clock, TestClient, a_browser
from two_clients import OWN, SECRET, House, Marked, met
from walls import BOUND, one_wall, sessions_of_all

Ask = Callable[[Marked], str]


def _cases(form: str) -> Ask:
    return lambda marked: f"/export/cases.{form}?client={marked.client}&words=ZZ-CLIENT"


def _trail(form: str) -> Ask:
    return lambda marked: f"/export/audit.{form}?subject=case:{marked.case}&{_days()}"


def _evidence(marked: Marked) -> str:
    return f"/export/evidence.zip?client={marked.client}&{_days()}"


def _days() -> str:
    since, until = ((datetime.now(UTC) - timedelta(days=ago)).strftime("%Y-%m-%dT00:00:00Z") for ago in (5, 0))
    return f"from={since}&to={until}"


# How each route is asked for what a client has. A route without a row here or in PLAIN fails the build.
ASKED: dict[str, Ask] = {
    **{f"/export/cases.{form}": _cases(form) for form in ("csv", "xlsx", "jsonl", "zip")},
    **{f"/export/audit.{form}": _trail(form) for form in ("csv", "jsonl")},
    "/export/evidence.zip": _evidence,
    **{
        f"/export/review/{{number:int}}.{form}": lambda marked, form=form: f"/export/review/{marked.review}.{form}"
        for form in ("pdf", "html")
    },
    "/attachments/{case:int}/{number:int}": lambda marked: f"/attachments/{marked.case}/{marked.attachment}",
}
# Routes that say nothing of any client: the doors, and the shell that every page is drawn into.
PLAIN = {
    *("/auth/sign-in", "/auth/logout", "/auth/whoami", "/auth/setup", "/auth/password", "/auth/wall/{token}"),
    *("/auth/company", "/auth/company/back", "/health", "/assets/{digest}/{name}", *URLS),
}
POSTED = {"/api/v1/interruptions"}  # by programs: below
COMPRESSED = {"/export/review/{number:int}.pdf"}
MALFORMED = (
    *(
        "/export/cases.csv?client=%00&id='--",
        "/export/cases.jsonl?priority=9e99&from=never",
        "/export/audit.csv?subject=case:x",
    ),
    *("/export/evidence.zip?client=%00&from=x", "/export/review/x.html", "/attachments/x/y", "/attachments/0/-1"),
)
OK, UNKNOWN, ERROR = 200, 401, 500
MISSING = Marked(client=0, case=99_999_999, recovery=0, problem=0, review=99_999_999, attachment=99, key="")


@pytest.fixture(scope="module", params=["first", "second"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """Return both clients behind one wall alone."""
    with one_wall(request.param, request) as house:
        yield house


@pytest.fixture(scope="module")
def clock(house: House) -> Clock:
    return Clock(house.now)


@pytest.fixture(scope="module")
def browser(house: House, clock: Clock) -> Iterator[TestClient]:
    ticks = count(step=10)
    version = DataVersion(house.store, clock=lambda: next(ticks))
    site = Site(Settings(database=house.store.url, hosts="testserver"), version, People(version), clock)
    with a_browser(site) as client:
        yield client


@pytest.fixture(scope="module")
def tokens(house: House) -> dict[Role | None, str]:
    return {None: "", **sessions_of_all(house)}


@pytest.fixture
def get(browser: TestClient, tokens: dict[Role | None, str], clock: Clock) -> Callable[..., tuple[int, str]]:
    """Return a way to ask as somebody: the status, and all that came, whatever it was packed in."""

    def asked(role: Role | None, address: str) -> tuple[int, str]:
        clock.after(seconds=15)  # between two downloads
        browser.cookies.clear()
        if tokens[role]:
            browser.cookies.set(sessions.COOKIE, tokens[role])
        answer = browser.get(address)
        return answer.status_code, _unpacked(answer.content) + str(answer.headers)

    return asked


Get = Callable[..., tuple[int, str]]


def test_every_route_has_a_row(house: House, clock: Clock) -> None:
    company = {"oidc_issuer": "https://accounts.example.com", "oidc_client": "caselight", "oidc_secret": "x"}
    settings = Settings(database=house.store.url, url="https://testserver", **company)
    version = DataVersion(house.store)
    paths = {route.path for route in wiring.routes(Site(settings, version, People(version), clock))}

    assert paths == PLAIN | POSTED | ASKED.keys()


@pytest.mark.parametrize(("role", "route"), [*product((None, *BOUND), ASKED)])
def test_nobody_meets_a_word_of_another_client(
    house: House, get: Get, role: Role | None, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        status, said = get(role, ASKED[route](house.theirs))

    assert met(said) == []
    assert met(_logged(caplog)) == []
    assert role is not None or status == UNKNOWN


@pytest.mark.parametrize(("role", "route"), [*product(BOUND, ASKED)])
def test_foreign_and_missing_are_the_same(house: House, get: Get, role: Role, route: str) -> None:
    (foreign_status, foreign), (status, nothing) = (get(role, ASKED[route](one)) for one in (house.theirs, MISSING))

    assert foreign_status == status
    assert _plain(foreign, house.theirs) == _plain(nothing, MISSING)


@pytest.mark.parametrize("route", ASKED)
def test_ones_own_is_sent(house: House, get: Get, route: str) -> None:
    role = Role.AUDITOR if "audit" in route else Role.MANAGER
    status, said = get(role, ASKED[route](house.ours))

    assert status == OK
    assert OWN in said or "Parcelo" in said or route in COMPRESSED


@pytest.mark.parametrize(("role", "address"), [*product(BOUND, MALFORMED)])
def test_what_makes_no_sense_is_answered_and_says_nothing(get: Get, role: Role, address: str) -> None:
    status, said = get(role, address)

    assert status < ERROR
    assert met(said) == []


def test_a_key_reports_for_its_client_alone(house: House, browser: TestClient) -> None:
    browser.cookies.clear()
    theirs = {"id": f"{SECRET} outage", "type": "outage", "title": "Down", "service": f"{SECRET} service"}
    answer = browser.post("/api/v1/interruptions", json=theirs, headers={"authorization": f"Bearer {house.ours.key}"})

    number = int(answer.json()["case"].removeprefix("C-"))
    with house.store.reading(EVERYTHING) as session:
        made, named = (
            session.get_one(Case, number),
            session.scalars(select(Service).where(Service.name == theirs["service"])),
        )
        assert made.client_id == house.ours.client
        assert made.service_id in {each.id for each in named if each.client_id == house.ours.client}


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return what the server wrote to its log; the browser of the tests keeps one too."""
    return "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))


def _unpacked(content: bytes) -> str:
    """Return what a download says, archives opened, and archives within."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(f"{name}\n{_unpacked(archive.read(name))}" for name in archive.namelist())


def _plain(said: str, asked: Marked) -> str:
    """Return an answer without what was asked for and without the time."""
    for number in (str(asked.case), f"review-{asked.review}"):
        said = said.replace(number, "")
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z?|'content-length': '\d+'", "", said)
