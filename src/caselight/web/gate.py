"""The one middleware: nobody passes without a session, save on the few paths that lead to one."""

import re
from datetime import timedelta
from math import ceil
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from caselight.core.people import Principal, Role
from caselight.services import company, keys, throttle
from caselight.web import away, headers
from caselight.web.away import wants_page
from caselight.web.returning import safe
from caselight.web.site import PRINCIPAL, Site, browser

# Closed to everyone: Streamlit's doors for monitoring tools, other programs and its own sign-in.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/auth/login", "/oauth2callback")
OPEN = re.compile(
    r"/auth/(sign-in|logout|whoami|setup|password|wall/[^/]+)|/assets/[^/]+/[^/]+|/health|/_stcore/health"
)
COMPANY = frozenset({"/auth/company", company.BACK})
# All that a wall's screen needs; the page draws nothing but the wall.
WALL = frozenset({"/wall", "/_stcore/stream", "/_stcore/host-config"})
WALL_PROBES = "/wall/_stcore/"  # Streamlit asks there first where its root lies, and is told: not here
API = "/api/"
NO_WAIT = timedelta()
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """Pure ASGI: streams and websockets go through untouched once they may."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site
        self._headers = headers.defaults(site.settings)
        self._hosts = {host.strip().lower() for host in site.settings.hosts.split(",")}
        static = Path(file_util.get_static_dir()) / "static"
        files = frozenset(f"/static/{file.relative_to(static).as_posix()}" for file in static.rglob("*.*"))
        self._more = files | (COMPANY if company.is_offered(site.settings) else frozenset())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the app's place whatever may not pass."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = await self._refusal(HTTPConnection(scope))
        if scope["type"] == "http":
            await (refusal or self._app)(scope, receive, headers.added(send, self._headers))
        elif refusal is None:
            await self._app(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 4401})  # before it is accepted: the browser sees 403

    async def _refusal(self, request: HTTPConnection) -> Response | None:
        """Return the answer to whoever may not pass; None for those who may."""
        path = request.scope["path"]
        if unfit := self._unfit(request):
            return unfit
        if OPEN.fullmatch(path) or path in self._more:
            return None
        is_program = path.startswith(API)
        try:
            who = await run_in_threadpool(self._program if is_program else self._person, request)
            wait = await run_in_threadpool(self._wait, who) if is_program and who else NO_WAIT
        except away.ERRORS as error:
            return away.answer(request, error)
        request.scope[PRINCIPAL] = who
        if who is None:
            return _without_key() if is_program else _sign_in(request)
        return _too_fast(wait) if wait else _beyond(request, who)

    def _unfit(self, request: HTTPConnection) -> Response | None:
        """Return the answer to what no browser or program of ours would send, whoever sends it."""
        path = request.scope["path"]
        if _host(request.headers.get("host", "")) not in self._hosts:
            return PlainTextResponse("This address is not one of ours.", 400)
        if _is_odd(path) or any(closed in path for closed in CLOSED):
            return PlainTextResponse("Not found", 404)
        if _is_cross_site(request):
            return PlainTextResponse("This was sent from another site.", 403)
        return None

    def _person(self, request: HTTPConnection) -> Principal | None:
        """Return who is signed in in this browser."""
        return self._site.people.get(browser(request).token, self._site.now())

    def _program(self, request: HTTPConnection) -> Principal | None:
        """Return the source whose key was sent; a browser's cookie opens nothing here, nor a key anything else."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        return keys.used(self._site.store, key.strip(), now=self._site.now()) if scheme.lower() == "bearer" else None

    def _wait(self, source: Principal) -> timedelta:
        """Count a program's request, and return how long it must wait."""
        return throttle.paced(self._site.store, user_id=source.user_id or 0, now=self._site.now())


def _too_fast(wait: timedelta) -> Response:
    limit = (
        f"A key may ask {throttle.PER_SECOND} times a second, and {throttle.AT_ONCE} times at once. Wait, then go on."
    )
    said = {"errors": [{"pointer": "", "detail": limit}]}
    return JSONResponse(said, 429, {"retry-after": str(ceil(wait.total_seconds()))})


def _without_key() -> Response:
    said = {"errors": [{"pointer": "", "detail": "Send your key: Authorization: Bearer KEY."}]}
    return JSONResponse(said, 401, {"www-authenticate": "Bearer"})


def _sign_in(request: HTTPConnection) -> Response:
    """Send a person to the door, and tell a program."""
    if not wants_page(request):
        return PlainTextResponse("Sign in first.", 401)
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    place = safe(f"{path}?{query}" if query else path)
    door = "/auth/sign-in" if place == "/" else f"/auth/sign-in?next={quote(place, safe='/')}"
    return RedirectResponse(door, 303)


def _beyond(request: HTTPConnection, who: Principal) -> Response | None:
    """Return the answer to a wall that asks for anything but its wall."""
    path = request.scope["path"]
    if who.role is not Role.WALL or path in WALL or path.startswith(WALL_PROBES):
        return None
    return RedirectResponse("/wall?kiosk=1", 303) if wants_page(request) else PlainTextResponse("A wall only.", 403)


def _is_odd(path: str) -> bool:
    """Say whether a path is written as no browser of ours would: what one layer reads one way, another may not."""
    return (
        "//" in path or "\\" in path or not path.isprintable() or any(part in {".", ".."} for part in path.split("/"))
    )


def _is_cross_site(request: HTTPConnection) -> bool:
    """Say whether another site's page sent this: a websocket, or a request that changes something."""
    if request.scope["type"] == "http" and request.scope["method"] in SAFE_METHODS:
        return False
    origin = request.headers.get("origin")
    return origin is not None and origin.lower().partition("://")[2] != request.headers.get("host", "").lower()


def _host(header: str) -> str:
    """Return the host without its port: `[::1]:8501` is `[::1]`."""
    name, colon, port = header.lower().rpartition(":")
    return (name if colon and port.isdigit() else header.lower()).rstrip(".")
