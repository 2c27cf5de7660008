"""What every route is given: settings, the database with its version, who is signed in, and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from starlette.requests import HTTPConnection

from caselight.core.people import Principal
from caselight.services import sessions
from caselight.services.sessions import People
from caselight.settings import Settings
from caselight.store import here
from caselight.store.engine import Store
from caselight.store.version import DataVersion

ROOT = Path(__file__).resolve().parents[3]  # where app.py, pages/ and .streamlit/ lie
PRINCIPAL = "caselight.principal"  # where the gate leaves in the ASGI scope whom it let in


@dataclass(frozen=True, slots=True)
class Site:
    """One installation as seen by HTTP."""

    settings: Settings
    version: DataVersion
    people: People
    now: Callable[[], datetime]

    @property
    def store(self) -> Store:
        """Return the database."""
        return self.version.store

    def is_secure(self, request: HTTPConnection) -> bool:
        """Say whether the browser reached us through TLS, which cookies must then insist on."""
        return self.settings.production or request.url.scheme in {"https", "wss"}

    def let_in(self, user_id: int, asking: "Browser", *, way: str = "password") -> str:
        """Open a session for a person in a browser, in the place of the one it held, and return its token."""
        where = {"address": asking.address, "agent": asking.agent, "replaces": asking.token}
        token = sessions.start(self.store, user_id, now=self.now(), way=way, **where)
        self.version.look_again()
        return token


def this_process() -> Site:
    """Return the site that shares this process's database with the screens; nothing else in web reads a clock."""
    return Site(here.settings(), here.version(), sessions.people(), lambda: datetime.now(UTC))


class Browser(NamedTuple):
    """Who asks, before we know who it is."""

    token: str
    address: str
    agent: str


def browser(request: HTTPConnection) -> Browser:
    """Return the session's token, and where the browser is: behind a trusted proxy, what the proxy says."""
    host = request.client.host if request.client else ""
    return Browser(request.cookies.get(sessions.COOKIE, ""), host, request.headers.get("user-agent", ""))


def principal(request: HTTPConnection) -> Principal | None:
    """Return whom the gate let in; None on the few paths that are open to all."""
    found: Principal | None = request.scope.get(PRINCIPAL)
    return found
