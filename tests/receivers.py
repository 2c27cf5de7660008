"""Servers on 127.0.0.1 that take what Caselight sends: a mail server and an HTTP receiver, each as obliging as told."""

import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from caselight.services.channels.kind import Message, Unsent
from caselight.settings import Settings

AT = datetime(2026, 11, 16, 10, tzinfo=UTC)
FACTS = {"kind": "logged", "case": "C-48213"}
MESSAGE = Message("k" * 32, AT, "C-48213 P1: <b>Ümlaut</b>", "Voice lines down\n", FACTS)


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
    login: int = 235
    certificate: Path | None = None
    holds: threading.Event | None = None  # an answer waits until it is set

    def answer(self) -> int:
        """Return the next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def settings(**given: Any) -> Settings:
    """Return settings under which our own machine may be written to."""
    return Settings(**({"channels_http": True, "channels_private": True} | given))


def unsent(act: Callable[[], None]) -> str:
    """Return why something did not leave."""
    with pytest.raises(Unsent) as failed:
        act()
    return str(failed.value)


@contextmanager
def web(*answers: int, certificate: Path | None = None) -> Iterator[Inbox]:
    """Run an HTTP receiver, or an HTTPS one with a certificate."""
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

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        server.socket = _encrypted(certificate, server.socket)
    with _serving(server, inbox):
        yield inbox


@contextmanager
def mail(*answers: int, certificate: Path | None = None, offers: str = "") -> Iterator[Inbox]:
    """Run a mail server, from the first byte encrypted with a certificate; it answers address and letter."""
    inbox = Inbox(answers=list(answers or (250,)))

    server = _MailServer(("127.0.0.1", 0), _Speaking)
    server.inbox, server.offers = inbox, offers
    if certificate:
        server.socket = _encrypted(certificate, server.socket)
    with _serving(server, inbox):
        yield inbox


def _encrypted(certificate: Path | None, listening: socket.socket) -> ssl.SSLSocket:
    assert certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(listening, server_side=True)


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


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    inbox: Inbox
    offers: str


class _Speaking(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as it takes; a verb it has no method for goes well."""

    server: _MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode():
            verb = line.split()[0].upper()
            getattr(self, f"_{verb.lower()}", self._well)(line)
            if verb == "QUIT":
                break

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.request.close()

    def _well(self, _line: str) -> None:
        self._say("250 well")

    def _ehlo(self, _line: str) -> None:
        self._say(f"250-here\r\n250 {self.server.offers or 'SIZE'}")

    def _rcpt(self, _line: str) -> None:
        self._say(f"{self.server.inbox.answer()} well")

    def _auth(self, line: str) -> None:
        self.server.inbox.keys.append(line.strip())
        self._say(f"{self.server.inbox.login} well")

    def _data(self, _line: str) -> None:
        self._say("354 go on")
        letter = message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.server.inbox.letters.append(letter)
        self._say(f"{self.server.inbox.answer()} taken")

    def _starttls(self, _line: str) -> None:
        self._say("220 go on")
        with suppress(ssl.SSLError):  # the other side does not trust us
            self.request = _encrypted(self.server.inbox.certificate, self.request)
            self.setup()

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
