"""Servers on 127.0.0.1 that take what Caselight sends: a mail server and an HTTP receiver, each as obliging as told."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from caselight.settings import Settings


@dataclass
class Inbox:
    """What arrived; `answers` are given in turn, the last one for good."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [200])
    letters: list[EmailMessage] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    location: str = ""
    holds: threading.Event | None = None  # an answer waits until it is set

    def answer(self) -> int:
        """Return the next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def settings(**given: Any) -> Settings:
    """Return settings under which our own machine may be written to."""
    return Settings(**({"channels_http": True, "channels_private": True} | given))


@contextmanager
def web(*answers: int) -> Iterator[Inbox]:
    """Run an HTTP receiver."""
    inbox = Inbox(answers=list(answers or (200,)))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.documents.append(json.loads(body))
            inbox.keys.append(self.headers.get("Idempotency-Key", ""))
            inbox.paths.append(self.path)
            if inbox.holds:
                inbox.holds.wait(20)
            self.send_response(inbox.answer())
            if inbox.location:
                self.send_header("Location", inbox.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler), inbox):
        yield inbox


@contextmanager
def mail(*answers: int) -> Iterator[Inbox]:
    """Run a mail server; an answer is what it says to the recipient's address."""
    inbox = Inbox(answers=list(answers or (250,)))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            while line := self.rfile.readline():
                verb = line[:4].decode().upper().strip()
                if verb == "DATA":
                    self._take()
                elif verb == "RCPT":
                    self._say(f"{inbox.answer()} well")
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 well")

        def _take(self) -> None:
            self._say("354 go on")
            lines = iter(self.rfile.readline, b".\r\n")
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            inbox.letters.append(letter)
            self._say("250 taken")

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with _serving(Server(("127.0.0.1", 0), Handler), inbox):
        yield inbox


@contextmanager
def _serving(server: socketserver.BaseServer, inbox: Inbox) -> Iterator[None]:
    inbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
