"""Nobody passes the gate without a session, however the path is written."""

import pytest
from starlette.websockets import WebSocketDisconnect

from caselight.services import sessions, walls
from caselight.services.walls import Screen
from caselight.store.engine import Store
from caselight.web.site import Site
from door import SECRET, Clock, TestClient, a_browser
from floor import Floor

pytestmark = pytest.mark.usefixtures("lena")
PAGE = {"accept": "text/html,application/xhtml+xml"}
GUARDED = [
    "/",
    "/wall",
    "/case?id=C-10001",
    "/manifest.json",
    "/index.html",
    "/media/0123abcd.csv",
    "/component/x/index.html",
    "/_stcore/host-config",
    "/_stcore/upload_file/session/file",
    "/_stcore/bidi-components/x/y",
    "/app/static/secret.txt",
    "/static/nothing.js",
    "/static/%2e%2e/index.html",
    "/static/..%2f..%2fsecret",
    "/static/%252e%252e/index.html",
    "/assets/../_stcore/host-config",
    "/assets/%2e%2e/_stcore/host-config",
    "/auth/../queue",
    "/auth/%2e%2e/queue",
    "/auth/sign-in/../../queue",
    "/auth/sign-in/",
    "/auth",
    "/auth/anything",
    "/auth/wall/",
    "/auth/wall/a/b",
    "/assets/",
    "/assets/a/b/c",
    "/AUTH/sign-in/x",
    "//queue",
    "/%2fqueue",
    "/\\queue",
    "/_stcore/health/../metrics",
    "/_stcore/health/x",
    "/queue%00/auth/sign-in",
    "/queue;/auth/sign-in",
    "/wall/_stcore/stream",
]
CLOSED = [
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/script-health-check",
    "/wall/_stcore/metrics",
    "/auth/login",
    "/oauth2callback",
]


def test_a_visitor_gets_nothing_whatever_the_path(browser: TestClient) -> None:
    for path in (*GUARDED, *CLOSED):
        for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
            for headers in ({}, PAGE):
                answer = browser.request(method, path, headers=headers)

                assert SECRET not in answer.text, f"{method} {path}"
                assert answer.status_code in {303, 307, 401, 404, 405}, f"{method} {path} {answer.status_code}"


def test_a_dead_or_made_up_session_is_as_good_as_none(signed_in: TestClient, site: Site, clock: Clock) -> None:
    token = signed_in.cookies[sessions.COOKIE]
    assert signed_in.get("/manifest.json").text == SECRET

    clock.after(minutes=61)
    assert signed_in.get("/manifest.json").status_code == 401

    for wrong in ("", "x", token[:-1], token + "x", "../" * 500):
        with a_browser(site, cookies={sessions.COOKIE: wrong}) as other:
            assert other.get("/manifest.json").status_code == 401, wrong


def test_revoking_a_session_closes_the_gate(signed_in: TestClient, site: Site) -> None:
    sessions.end(site.store, signed_in.cookies[sessions.COOKIE], now=site.now())

    assert signed_in.get("/manifest.json").status_code == 401


def test_what_is_closed_is_closed_to_everyone(signed_in: TestClient) -> None:
    for path in CLOSED:
        assert signed_in.get(path).status_code == 404, path


def test_a_person_is_sent_to_the_door_and_returns_with_the_filters(browser: TestClient) -> None:
    answer = browser.get("/queue?state=overdue,soon&client=A%20B", headers=PAGE)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/auth/sign-in?next=/queue%3Fstate%3Doverdue%2Csoon%26client%3DA%2520B"


def test_a_program_is_told(browser: TestClient) -> None:
    answer = browser.get("/queue")

    assert (answer.status_code, answer.text) == (401, "Sign in first.")


@pytest.mark.parametrize("path", ["/_stcore/stream", "/queue/_stcore/stream", "/anything"])
def test_a_websocket_without_a_session_is_never_accepted(browser: TestClient, path: str) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, browser.websocket_connect(path):
        pass

    assert closed.value.code == 4401


def test_a_websocket_with_a_session_goes_through(signed_in: TestClient) -> None:
    with signed_in.websocket_connect("/_stcore/stream", headers={"origin": "http://testserver"}) as socket:
        assert socket.receive_text() == SECRET


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", "http://[", ""])
def test_another_site_can_neither_ride_a_session_nor_sign_anybody_in(signed_in: TestClient, origin: str) -> None:
    for path in ("/auth/sign-in", "/auth/logout", "/auth/setup", "/_stcore/upload_file/a/b"):
        assert signed_in.post(path, headers={"origin": origin}).status_code == 403, path
    with (
        pytest.raises(WebSocketDisconnect),
        signed_in.websocket_connect("/_stcore/stream", headers={"origin": origin}),
    ):
        pass


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("testserver", 200),
        ("TESTSERVER:8501", 200),
        ("testserver.:80", 200),
        ("[::1]:8501", 200),
        ("[::1]", 200),
        ("evil.example", 400),
        ("testserver.evil.example", 400),
        ("", 400),
        ("testserver:80:80", 400),
    ],
)
def test_only_our_own_hosts_are_answered(browser: TestClient, host: str, status: int) -> None:
    assert browser.get("/_stcore/health", headers={"host": host}).status_code == status


def test_every_answer_says_what_the_browser_may_do(signed_in: TestClient, site: Site) -> None:
    with a_browser(site) as visitor:
        answers = [
            signed_in.get("/queue"),
            signed_in.get("/media/x"),
            signed_in.get("/_stcore/metrics"),
            visitor.get("/queue", headers=PAGE),
            visitor.get("/auth/sign-in"),
            visitor.get("/auth/whoami"),
            visitor.get("/assets/x/y"),
            visitor.get("/queue", headers={"host": "evil.example"}),
        ]

    for answer in answers:
        assert "default-src 'none'" in answer.headers["content-security-policy"], answer.url
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers


def test_scripts_are_ours_streamlits_and_one_known_line(signed_in: TestClient) -> None:
    policy = signed_in.get("/queue").headers["content-security-policy"]
    scripts = policy.split("script-src ")[1].split(";")[0].split()

    assert scripts[:2] == ["'self'", "'wasm-unsafe-eval'"]
    assert [source[:8] for source in scripts[2:]] == ["'sha256-"]


def test_in_production_browsers_are_told_to_use_tls_only(site: Site) -> None:
    site.settings.production = True
    with a_browser(site) as browser:
        assert "max-age=31536000" in browser.get("/auth/sign-in").headers["strict-transport-security"]


def test_a_database_that_is_away_lets_nobody_in(signed_in: TestClient, site: Site) -> None:
    site.version.store = Store("sqlite:////nowhere/at/all.db")

    for path in ("/manifest.json", "/auth/sign-in", "/auth/wall/x"):
        answer = signed_in.get(path)
        page = signed_in.get(path, headers=PAGE)

        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), path
        assert (page.status_code, "The database is away" in page.text) == (503, True), path


@pytest.fixture
def wall(browser: TestClient, site: Site, floor: Floor) -> TestClient:
    """Return the browser of a wall's screen."""
    made = walls.make(site.store, Screen("Hall", [floor.client]), actor=floor.admin, now=site.now())
    browser.get(made.path)
    return browser


def test_a_wall_sees_its_page_and_nothing_else(wall: TestClient) -> None:
    assert wall.get("/wall?kiosk=1").status_code == 200
    with wall.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == SECRET

    for path in GUARDED[2:]:
        if not path.startswith("/wall") and "host-config" not in path:
            assert SECRET not in wall.get(path).text, path
    for path in ("/", "/queue", "/case?id=C-10001", "/walls"):
        assert wall.get(path, headers=PAGE).headers["location"] == "/wall?kiosk=1", path
    assert wall.put("/_stcore/upload_file/a/b").status_code == 403
