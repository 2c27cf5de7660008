"""The route that monitoring tools call: answered after the commit, in words that name the field."""

from collections.abc import Callable
from typing import Any

import pytest

from caselight.services import keys, throttle
from caselight.web.api.body import LIMIT
from caselight.web.site import Site
from door import SECRET, Clock, TestClient
from floor import Floor, at

PATH = "/api/v1/interruptions"
OUTAGE = {
    "id": "mon-1",
    "type": "outage",
    "title": "Voice down",
    "affected_services": ["Voice"],
    "down_from": "2026-11-16T08:55:00Z",
    "severity": "major",
}
Post = Callable[..., Any]


@pytest.fixture
def key(floor: Floor) -> str:
    return keys.make(floor.store, "uptime", client="Norvane Telecom", actor=floor.admin, now=at("Mon 08:00"))


@pytest.fixture
def post(browser: TestClient, key: str) -> Post:
    def send(body: object, **headers: str) -> Any:
        return browser.post(PATH, json=body, headers={"Authorization": f"Bearer {key}"} | headers)

    return send


def errors(answer: Any) -> dict[str, str]:
    return {error["pointer"]: error["detail"] for error in answer.json()["errors"]}


def test_an_interruption_is_logged_and_answered_with_its_case(post: Post) -> None:
    answer = post(OUTAGE)

    assert answer.status_code == 201
    assert answer.json()["did"] == "logged"
    assert answer.json()["case"].startswith("C-")


def test_the_same_again_is_the_same_case_and_nothing_new(post: Post, clock: Clock) -> None:
    first = post(OUTAGE).json()
    clock.after(seconds=10)

    again = post(OUTAGE)

    assert (again.status_code, again.json()["did"], again.json()["case"]) == (200, "nothing", first["case"])


def test_an_end_by_the_sources_own_id_resolves_it(post: Post) -> None:
    case = post(OUTAGE).json()["case"]

    answer = post({"id": "mon-1", "down_until": "2026-11-16T08:59:00Z", "note": "Back by itself"})

    assert answer.status_code == 200
    assert answer.json() == {"case": case, "status": "resolved", "did": "resolved", "repeated": False}


def test_one_idempotency_key_is_one_effect(post: Post) -> None:
    first = post(OUTAGE, **{"Idempotency-Key": "k1"})

    again = post(OUTAGE, **{"Idempotency-Key": "k1"})
    other = post(OUTAGE | {"title": "Data down"}, **{"Idempotency-Key": "k1"})

    assert (again.json()["repeated"], again.json()["case"]) == (True, first.json()["case"])
    assert other.status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer", "says"),
    [
        ({"severitty": "major"}, "/severitty", "no field"),
        ({"severity": "terrible"}, "/severity", "Minor"),
        ({"down_from": "yesterday"}, "/down_from", ""),
        ({"down_from": "2026-11-16T08:55:00"}, "/down_from", "zone"),
        ({"down_until": "2026-11-16T08:00:00Z"}, "/down_until", "before it starts"),
        ({"id": ""}, "/id", "own id"),
        ({"id": 7}, "/id", "own id"),
        ({"type": "technical"}, "/type", "outage"),
        ({"type": ["outage"]}, "/type", "text"),
        ({"title": ""}, "/title", ""),
        ({"title": "x" * 400}, "/title", ""),
        ({"priority": "P9"}, "/priority", ""),
        ({"customers_affected": -1}, "/customers_affected", ""),
        ({"client": "Quillstone Bank"}, "/client", "no field"),
    ],
)
def test_a_bad_field_is_pointed_at_and_nothing_is_logged(
    post: Post, change: dict[str, Any], pointer: str, says: str
) -> None:
    answer = post(OUTAGE | change)

    assert answer.status_code == 422
    assert set(errors(answer)) == {pointer}
    assert says in errors(answer)[pointer]
    assert post(OUTAGE).status_code == 201


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"id": "a", "id": "b"}', "application/json", 400),
        (b'{"id": NaN}', "application/json", 400),
        (b'{"id": [[[[[]]]]]}', "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * (LIMIT + 1), "application/json", 413),
    ],
)
def test_what_cannot_be_read_is_said_so(browser: TestClient, key: str, body: bytes, kind: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}

    answer = browser.post(PATH, content=body, headers=headers)

    assert answer.status_code == status
    assert errors(answer)[""]


@pytest.mark.parametrize("sent", [None, "Bearer", "Bearer wrong", "Basic abc"])
def test_without_a_key_nothing_is_read(browser: TestClient, key: str, sent: str | None) -> None:
    answer = browser.post(PATH, json=OUTAGE, headers={"Authorization": sent} if sent else {})

    assert answer.status_code == 401
    assert key not in answer.text


def test_a_revoked_key_is_refused_at_once(post: Post, floor: Floor) -> None:
    keys.revoke(floor.store, "uptime", actor=floor.admin, now=at("Mon 08:30"))

    assert post(OUTAGE).status_code == 401


def test_a_session_opens_no_route_for_programs_and_a_key_no_page(signed_in: TestClient, key: str) -> None:
    assert signed_in.post(PATH, json=OUTAGE).status_code == 401
    signed_in.cookies.clear()
    assert SECRET not in signed_in.get("/cases", headers={"Authorization": f"Bearer {key}"}).text


def test_the_screens_look_again_once_it_is_logged(post: Post, site: Site) -> None:
    before = site.version.current()

    post(OUTAGE)

    assert site.version.current() != before


def test_a_source_reads_and_changes_nothing_of_another_client(floor: Floor, post: Post, browser: TestClient) -> None:
    other = keys.make(floor.store, "theirs", client="Quillstone Bank", actor=floor.admin, now=at("Mon 08:00"))
    ours = post(OUTAGE).json()["case"]

    theirs = browser.post(PATH, json=OUTAGE, headers={"Authorization": f"Bearer {other}"}).json()["case"]

    assert ours != theirs


def test_a_key_that_asks_too_fast_is_told_when_to_go_on(
    post: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "AT_ONCE", 2)
    went = [post(OUTAGE) for _ in range(3)]

    assert [answer.is_success for answer in went] == [True, True, False]
    assert went[-1].status_code == 429
    assert went[-1].headers["retry-after"] == "1"
    assert errors(went[-1]) == {"": "A key may ask 50 times a second, and 2 times at once. Wait, then go on."}

    clock.after(seconds=1)
    assert post(OUTAGE).status_code == 200
