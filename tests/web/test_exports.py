"""Downloads: only with a session and the right, only of one's own clients, whole or not at all."""

import io
import zipfile
from datetime import date

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from acts import a_case, do
from caselight.core.people import EVERYTHING, Role
from caselight.services import accounts, clients, reviews, sessions, verbs
from caselight.services.accounts import Account, Place
from caselight.store.tables import Event, User
from caselight.web.site import Site
from floor import Floor, at

PERIOD = "from=2026-11-16T00:00:00Z&to=2026-11-16T09:00:00Z"
DAY = date(2026, 11, 16)
MARK = "ZZ-NORVANE-ONLY"


def somebody(floor: Floor, site: Site, role: Role, client: int) -> str:
    account = Account("some.body", "Some Body", Place(role, [client], floor.desk), "x")
    number = accounts.create(floor.store, account, actor=floor.admin, now=at("Mon 08:00"))
    return sessions.start(site.store, number, now=site.now())


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "zip"])
def test_a_lead_takes_a_list_away(signed_in: TestClient, floor: Floor, form: str) -> None:
    a_case(floor, "Mon 08:00", title=MARK)

    answer = signed_in.get(f"/export/cases.{form}?priority=3")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="cases-2026-11-16.{form}"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.content) == int(answer.headers["content-length"])
    if form in {"csv", "jsonl"}:
        assert MARK in answer.text


def test_without_a_session_there_is_no_file(browser: TestClient, floor: Floor) -> None:
    a_case(floor, "Mon 08:00", title=MARK)

    answer = browser.get("/export/cases.csv")

    assert answer.status_code == 401
    assert MARK not in answer.text


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR, Role.CLIENT])
def test_whose_role_may_not_export_is_told_so(browser: TestClient, site: Site, floor: Floor, role: Role) -> None:
    a_case(floor, "Mon 08:00", title=MARK)
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, role, floor.client))

    answer = browser.get("/export/cases.csv")

    assert (answer.status_code, MARK in answer.text) == (403, False)
    assert "cannot export" in answer.text


def test_another_clients_cases_are_in_nobodys_file(browser: TestClient, site: Site, floor: Floor) -> None:
    a_case(floor, "Mon 08:00", title=MARK)
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, Role.LEAD, floor.foreign))

    for asked in ("", f"?client={floor.client}", f"?client={floor.client}&client={floor.foreign}", f"?words={MARK}"):
        answer = browser.get(f"/export/cases.jsonl{asked}")
        assert (answer.status_code, answer.content) == (200, b"")


def test_an_address_that_means_nothing_is_told_in_a_sentence(signed_in: TestClient) -> None:
    answer = signed_in.get("/export/cases.csv?opened=x")

    assert answer.status_code == 400
    assert "asks for no list of cases" in answer.text


@pytest.mark.parametrize("role", [Role.LEAD, Role.MANAGER, Role.CLIENT])
def test_evidence_is_taken_by_who_may_and_by_the_client_itself(
    browser: TestClient, site: Site, floor: Floor, role: Role
) -> None:
    a_case(floor, "Mon 08:00", title=MARK)
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, role, floor.client))

    answer = browser.get(f"/export/evidence.zip?client={floor.client}&{PERIOD}")

    name = "evidence-norvane-telecom-2026-11-16-2026-11-16.zip"
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert len(answer.content) == int(answer.headers["content-length"])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert MARK in pack.read("cases.csv").decode()


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_whose_role_may_take_no_evidence_is_told_so(browser: TestClient, site: Site, floor: Floor, role: Role) -> None:
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, role, floor.client))

    for client in (floor.client, floor.foreign):
        answer = browser.get(f"/export/evidence.zip?client={client}&{PERIOD}")
        assert (answer.status_code, "cannot take evidence away" in answer.text) == (403, True)


def test_evidence_of_another_client_and_of_none_looks_the_same(browser: TestClient, site: Site, floor: Floor) -> None:
    a_case(floor, "Mon 08:00", title=MARK)
    assert browser.get(f"/export/evidence.zip?client={floor.client}&{PERIOD}").status_code == 401
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, Role.CLIENT, floor.foreign))

    said = {
        (answer.status_code, answer.text)
        for client in (floor.client, 999_999, "x", "-1", "9" * 40, "")
        for answer in [browser.get(f"/export/evidence.zip?client={client}&{PERIOD}")]
    }

    assert len(said) == 1
    assert said.pop()[0] == 404


def test_a_period_that_makes_no_sense_is_told_in_a_sentence(signed_in: TestClient, floor: Floor) -> None:
    answer = signed_in.get(f"/export/evidence.zip?client={floor.client}&from=2026-11-16&to=2030-01-01")

    assert (answer.status_code, "still to come" in answer.text) == (400, True)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_auditor_takes_the_trail_of_their_client_away(
    browser: TestClient, site: Site, floor: Floor, form: str
) -> None:
    number = a_case(floor, "Mon 08:00")
    theirs = a_case(floor, "Mon 08:01", actor=floor.outsider, client_id=floor.foreign)
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, Role.AUDITOR, floor.client))

    answer = browser.get(f"/export/audit.{form}?{PERIOD}&about=case")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="audit-2026-11-16.{form}"'
    assert f"case:{number}" in answer.text
    assert f"case:{theirs}" not in answer.text
    assert "export:made" in [event.kind for event in _all(floor)]


@pytest.mark.parametrize(
    ("role", "query", "status"),
    [(Role.LEAD, PERIOD, 403), (Role.AUDITOR, "", 400), (Role.AUDITOR, f"{PERIOD}&about=money", 400)],
)
def test_the_trail_is_refused_with_the_reason(
    browser: TestClient, site: Site, floor: Floor, role: Role, query: str, status: int
) -> None:
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, role, floor.client))

    answer = browser.get(f"/export/audit.csv?{query}")

    assert answer.status_code == status
    assert ("audit trail" in answer.text) == (status in {400, 403})


def _all(floor: Floor) -> list[Event]:
    with floor.store.reading(EVERYTHING) as session:
        return list(session.scalars(select(Event)))


@pytest.mark.parametrize("names", [True, False])
def test_nothing_a_client_takes_away_names_our_staff(
    browser: TestClient, site: Site, floor: Floor, *, names: bool
) -> None:
    number = a_case(floor, "Mon 08:00", title=MARK, priority=1)  # missed
    do(floor, verbs.own, "Mon 08:10", case=number)
    do(floor, verbs.tell, "Mon 08:20", case=number, note="We are on it.")
    review = reviews.make(floor.store, floor.client, DAY, DAY, actor=floor.admin, now=at("Tue 09:00"))
    clients.name_staff(floor.store, floor.client, names=names, actor=floor.admin, now=site.now())
    browser.cookies.set(sessions.COOKIE, somebody(floor, site, Role.CLIENT, floor.client))
    floor.store.transact(lambda session: session.execute(update(User).values(name="ZZ-STAFF")), EVERYTHING)

    page = browser.get(f"/export/review/{review}.html").text
    evidence = browser.get(f"/export/evidence.zip?client={floor.client}&{PERIOD}").content

    assert MARK in page
    assert "ZZ-STAFF" not in page
    with zipfile.ZipFile(io.BytesIO(evidence)) as pack:
        said = b"".join(pack.read(name) for name in pack.namelist())
    assert b"We are on it." in said
    assert b"ZZ-STAFF" not in said
    assert browser.get("/export/cases.csv").status_code == 403


def test_who_takes_too_many_files_is_told_when_there_will_be_one_again(signed_in: TestClient) -> None:
    went = [signed_in.get("/export/cases.csv") for _ in range(11)]

    assert [answer.status_code for answer in went] == [200] * 10 + [429]
    assert went[-1].headers["retry-after"] == "60"
    assert "Wait a minute" in went[-1].text
