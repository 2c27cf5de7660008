"""Attachments leave as downloads that no browser runs, and only for whoever may read the case."""

import pytest

from acts import a_case, do
from caselight.core.attachments import Upload
from caselight.core.people import Role
from caselight.services import accounts, sessions, verbs
from caselight.services.accounts import Account, Place
from door import TestClient
from floor import Floor, at

LOG = Upload("trunk 7 – “busy”.log", b"10:02 trunk 7 busy")
PNG = Upload("screen.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20)


@pytest.fixture
def address(floor: Floor) -> str:
    number = a_case(floor)
    return f"/attachments/{number}/{do(floor, verbs.attach, 'Mon 10:20', case=number, upload=LOG).version}"


def enter(browser: TestClient, floor: Floor, role: Role) -> None:
    """Sign somebody new in: none of these accounts has a password that anyone knows."""
    account = Account("ada.holt", "Ada Holt", Place(role, [floor.client], None), "x")
    user = accounts.create(floor.store, account, actor=floor.admin, now=at("Mon 08:00"))
    browser.cookies.set(sessions.COOKIE, sessions.start(floor.store, user, now=at("Mon 08:59")))


def test_a_file_leaves_as_a_download_that_nothing_runs(signed_in: TestClient, address: str) -> None:
    answer = signed_in.get(address)

    assert (answer.status_code, answer.content) == (200, LOG.content)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    name = "trunk%207%20%E2%80%93%20%E2%80%9Cbusy%E2%80%9D.log"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_a_picture_keeps_its_exact_type(signed_in: TestClient, floor: Floor) -> None:
    number = a_case(floor)
    seq = do(floor, verbs.attach, "Mon 10:20", case=number, upload=PNG).version

    assert signed_in.get(f"/attachments/{number}/{seq}").headers["content-type"] == "image/png"


def test_foreign_missing_and_removed_are_answered_alike(signed_in: TestClient, floor: Floor, address: str) -> None:
    theirs = a_case(floor, client_id=floor.foreign, actor=floor.outsider)
    seq = do(floor, verbs.attach, "Mon 10:20", case=theirs, upload=LOG, actor=floor.outsider).version
    number, mine = (int(part) for part in address.split("/")[2:])
    do(floor, verbs.remove_attachment, "Mon 10:21", case=number, attachment=mine)

    answers = [signed_in.get(asked) for asked in (f"/attachments/{theirs}/{seq}", "/attachments/1/1", address)]

    assert {(answer.status_code, answer.text) for answer in answers} == {(404, "No such attachment.")}


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.AGENT, 200), (Role.CLIENT, 404)])
def test_a_client_viewer_reads_no_files(
    browser: TestClient, floor: Floor, address: str, role: Role, status: int
) -> None:
    enter(browser, floor, role)

    assert browser.get(address).status_code == status


def test_without_a_session_nothing_leaves(browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 401
