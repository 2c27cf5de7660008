"""Reviews over HTTP: only with a session, foreign and missing alike, and nothing in them runs."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from acts import a_case
from caselight.core.people import Role
from caselight.services import accounts, reviews, sessions
from caselight.services.accounts import Account, Place
from caselight.web.site import Site
from floor import Floor, at

WEEK = date(2026, 11, 9), date(2026, 11, 15)


def made(floor: Floor, client: int) -> int:
    return reviews.make(floor.store, client, *WEEK, actor=floor.admin, now=at("Mon 08:00"))


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_lead_takes_a_review_away(signed_in: TestClient, floor: Floor, form: str) -> None:
    a_case(floor, "Mon 08:00")
    number = made(floor, floor.client)

    answer = signed_in.get(f"/export/review/{number}.{form}")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.content.startswith(b"%PDF" if form == "pdf" else b"<!doctype html>")


def test_foreign_and_missing_are_the_same_answer(signed_in: TestClient, floor: Floor) -> None:
    foreign = made(floor, floor.foreign)

    answers = [signed_in.get(f"/export/review/{number}.pdf") for number in (foreign, 4711)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_client_viewer_takes_their_own_and_an_agent_none(browser: TestClient, floor: Floor, site: Site) -> None:
    number = made(floor, floor.client)
    for role, status in ((Role.CLIENT, 200), (Role.AGENT, 404)):
        account = Account(f"some.{role[:5]}", "Some Body", Place(role, [floor.client], floor.desk), "x")
        person = accounts.create(floor.store, account, actor=floor.admin, now=at("Mon 08:00"))
        browser.cookies.set(sessions.COOKIE, sessions.start(site.store, person, now=site.now()))

        assert browser.get(f"/export/review/{number}.html").status_code == status


def test_without_a_session_there_is_no_review(browser: TestClient, floor: Floor) -> None:
    number = made(floor, floor.client)

    assert browser.get(f"/export/review/{number}.pdf").status_code == 401
