"""Webhooks: a JSON document posted to an https address."""

import http.client
import json
import socket
import ssl
from typing import Any
from urllib.parse import SplitResult, urlsplit

from caselight.services.channels.kind import Kind, Message, Unsent
from caselight.services.channels.outward import place_of
from caselight.services.channels.within import CONNECT_S, TOTAL_S
from caselight.settings import Settings

PORTS = {"https": 443, "http": 80}
SUCCESS, REDIRECTION = range(200, 300), range(300, 400)


def check(address: str, settings: Settings) -> str:
    """Return what is wrong with an address; whether its host is a public one is seen at each sending."""
    schemes = ("https", "http") if settings.channels_http else ("https",)
    try:
        url = urlsplit(address)
        is_whole = url.scheme in schemes and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole or not address.isascii() or any(mark.isspace() for mark in address):
        return f"Write an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}."
    return "Leave user and password out: put a token into the path." if "@" in url.netloc else ""


def shown(address: str) -> str:
    """Return the host alone: the path is the secret."""
    url = urlsplit(address)
    return f"{url.scheme}://{url.hostname}/…"


def send(address: str, message: Message, settings: Settings) -> None:
    """Post the message once; any answer but a success is a failure, and a redirect is not followed."""
    if wrong := check(address, settings):
        raise Unsent(wrong)
    url = urlsplit(address)
    try:
        status = _post(url, document(message), message.key, settings)
    except TimeoutError as error:
        raise Unsent("It did not answer in time.") from error
    except ssl.SSLCertVerificationError as error:
        raise Unsent("Its certificate is not valid.") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unsent(f"The connection failed ({type(error).__name__}).") from error
    if status in REDIRECTION:
        raise Unsent(f"It answered {status}: redirects are not followed. Give the address it leads to.")
    if status not in SUCCESS:
        raise Unsent(f"It answered {status}.")


def document(message: Message) -> dict[str, Any]:
    """Return what is posted, as docs/notices.md describes it."""
    return {"id": message.key, **message.facts, "subject": message.subject, "text": message.text}


def _post(url: SplitResult, body: dict[str, Any], key: str, settings: Settings) -> int:
    """Connect to the address that was checked, never to what the name says a moment later."""
    host, port = url.hostname or "", url.port or PORTS[url.scheme]
    wire = socket.create_connection((place_of(host, port, settings), port), timeout=CONNECT_S)
    try:
        if url.scheme == "https":
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
        wire.settimeout(TOTAL_S)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = wire
        headers = {"Content-Type": "application/json", "Idempotency-Key": key, "User-Agent": "Caselight"}
        headers |= {"Host": url.netloc, "Connection": "close"}
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", path, json.dumps(body).encode(), headers)
        with connection.getresponse() as answer:
            return answer.status
    finally:
        wire.close()


KIND = Kind("webhook", "Address", "https://status.example.com/hooks/…", check, shown, send)
