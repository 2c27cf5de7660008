"""The real server, freshly started: what a visitor and a wall can get out of it by any path, byte for byte."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from caselight.core.people import EVERYTHING, Principal
from caselight.services import desk, sessions, walls
from caselight.services.verbs.log import log
from caselight.services.walls import Screen
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Event
from caselight.web.site import ROOT
from floor import Floor, build

TITLE = "ZZ-INSIDE voice lines down"
PATIENCE_S = 60
UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: streamlit, none, none\r\n"
)
PATHS = [
    "/",
    "/queue",
    "/case?id=C-10001",
    "//queue",
    "///_stcore/host-config",
    "/./queue",
    "/static/../index.html",
    "/static/%2e%2e/index.html",
    "/static/%252e%252e/index.html",
    "/static/..%5cindex.html",
    "/assets/%2e%2e/%2e%2e/queue",
    "/assets/x/../../_stcore/host-config",
    "/auth/wall/../../queue",
    "/auth/sign-in%2f..%2f..%2fqueue",
    "/auth/login",
    "/oauth2callback",
    "/media/0123456789abcdef.csv",
    "/component/streamlit_authenticator/index.html",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore//metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/upload_file/x/y",
    "/_stcore/health/../metrics",
    "/app/static/app.py",
    "/manifest.json",
    "/index.html",
    "/favicon.png",
    "http://localhost/queue",
    "*",
]


@dataclass
class Server:
    """`python app.py` on a free port."""

    store: Store
    floor: Floor
    port: int

    def raw(self, request: str) -> tuple[int, str]:
        """Send a request as it is written, and return status and the rest of the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as wire:
            wire.sendall(request.encode("latin-1"))
            answer = b"".join(iter(lambda: wire.recv(65_536), b""))
        head, _, rest = answer.decode("latin-1").partition("\r\n")
        return int(head.split()[1]), rest

    def ask(self, method: str, path: str, more: str = "Connection: close\r\n", token: str = "") -> tuple[int, str]:
        cookie = f"Cookie: {sessions.COOKIE}={token}\r\n" if token else ""
        return self.raw(f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n{cookie}{more}\r\n")

    def script(self, page: str, token: str) -> str:
        """Run a page over the websocket as a browser does, and return all that was sent until it was done."""
        cookie = {"Cookie": f"{sessions.COOKIE}={token}"}
        said = ""
        with connect(f"ws://localhost:{self.port}/_stcore/stream", additional_headers=cookie, max_size=None) as wire:
            wire.send(BackMsg(rerun_script={"page_name": page}).SerializeToString())
            while True:
                message = ForwardMsg.FromString(wire.recv(timeout=PATIENCE_S))  # type: ignore[arg-type] – it sends bytes
                said += str(message)
                is_done = message.WhichOneof("type") == "script_finished"
                if is_done and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start it on a database with one case."""
    folder = tmp_path_factory.mktemp("server")
    store = Store(f"sqlite:///{folder}/caselight.db")
    migrate(store)
    floor = build(store)
    _log_one(store, floor.agent, floor.client)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {"CASELIGHT_DATABASE": store.url, "CASELIGHT_HOME": str(folder), "CASELIGHT_PORT": str(port)}
    with (folder / "log").open("wb") as log_file:
        process = subprocess.Popen(  # noqa: S603 – our own server
            [sys.executable, str(ROOT / "app.py")],
            cwd=folder,  # from anywhere
            env=os.environ | settings,
            stdout=log_file,
            stderr=log_file,
        )
    _wait(process, port, folder / "log")
    yield Server(store, floor, port)
    process.terminate()
    process.wait(20)
    store.dispose()


def _log_one(store: Store, agent: Principal, client: int) -> None:
    given = {"client_id": client, "record_type": "technical", "title": TITLE}
    desk.perform(store, log, actor=agent, now=datetime.now(UTC), request="one", **given)


def _wait(process: subprocess.Popen[bytes], port: int, log_file: Path) -> None:
    for _ in range(PATIENCE_S * 5):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            try:
                process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(log_file.read_text())
        else:
            return
    pytest.fail(log_file.read_text())


def test_before_anybody_signed_in_a_visitor_cannot_run_any_page(server: Server) -> None:
    for path in ("/_stcore/stream", "/queue/_stcore/stream", "//_stcore/stream", "/_stcore/stream?page_name=queue"):
        status, said = server.ask("GET", path, UPGRADE)

        assert status == 403, path
        assert TITLE not in said


def test_a_visitor_gets_nothing_whatever_the_path(server: Server) -> None:
    for path in PATHS:
        for method in ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"):
            status, said = server.ask(method, path, "Connection: close\r\nAccept: text/html\r\nContent-Length: 0\r\n")

            assert status in {303, 400, 401, 404}, f"{method} {path} {status}"
            assert "stApp" not in said
            assert "<html" not in said.lower(), f"{method} {path}"
            assert status == 400 or "content-security-policy" in said, f"{method} {path}"


def test_another_host_and_another_site_are_not_served(server: Server) -> None:
    assert server.raw("GET /auth/sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")[0] == 400
    status, _ = server.ask("POST", "/auth/sign-in", "Connection: close\r\nOrigin: http://evil.example\r\n")
    assert status == 403


def test_a_wall_is_drawn_nothing_but_its_wall_whatever_page_it_asks_for(server: Server) -> None:
    now, admin = datetime.now(UTC), server.floor.admin
    made = walls.make(server.store, Screen("Hall", [server.floor.client]), actor=admin, now=now)
    token = sessions.start_wall(server.store, made.id, now=now, replaces="")

    for page in ("queue", "overview", "case", "cases", "log", "walls", ""):
        assert TITLE not in server.script(page, token), page

    assert server.ask("PUT", "/_stcore/upload_file/x/y", token=token)[0] == 403


def test_an_outsider_is_drawn_no_case_of_another_client(server: Server) -> None:
    token = sessions.start(server.store, server.floor.outsider.user_id or 0, now=datetime.now(UTC))

    for page in ("queue", "", "cases", "case"):
        assert TITLE not in server.script(page, token), page


def test_a_person_of_the_client_is_drawn_it(server: Server) -> None:
    token = sessions.start(server.store, server.floor.lead.user_id or 0, now=datetime.now(UTC))

    assert TITLE in server.script("cases", token)


def test_a_walls_link_is_never_written_to_the_log(server: Server) -> None:
    now = datetime.now(UTC)
    made = walls.make(server.store, Screen("Hall"), actor=server.floor.admin, now=now)

    assert server.ask("GET", made.path)[0] == 303

    written = (Path(server.store.url.removeprefix("sqlite:///")).parent / "log").read_text()
    assert made.token not in written
    with server.store.reading(EVERYTHING) as session:
        assert "wall:opened" in set(session.scalars(select(col(Event.kind))))
