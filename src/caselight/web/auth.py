"""The door: signing in, signing out, and saying who is signed in."""

from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from caselight.core.people import EVERYTHING, Role
from caselight.services import accounts, company, first_admin, sessions, throttle
from caselight.web import cookie, form, html, passwords
from caselight.web.returning import safe, sentence
from caselight.web.site import Browser, Site, browser

AT_ONCE = 4  # passwords checked at the same time: each takes a quarter of a second of a processor


def routes(site: Site) -> list[Route]:
    """Return the door's routes."""
    door = _Door(site, CapacityLimiter(AT_ONCE))
    return [
        Route("/auth/sign-in", door.show),
        Route("/auth/sign-in", door.sign_in, methods=["POST"]),
        Route("/auth/logout", door.sign_out, methods=["GET", "POST"]),
        Route("/auth/whoami", door.whoami),
    ]


@dataclass(frozen=True, slots=True)
class _Door:
    site: Site
    limiter: CapacityLimiter

    async def show(self, request: Request) -> Response:
        """Show the form; who is signed in already is let through, and the first run is sent to its set-up."""
        place = safe(request.query_params.get("next", "/"))
        who = await run_in_threadpool(self.site.people.get, browser(request).token, self.site.now())
        if who is not None and who.role is not Role.WALL:
            return RedirectResponse(place, 303)
        if await run_in_threadpool(self._is_first_run):
            return RedirectResponse("/auth/setup", 303)
        return _page(self.site, place)

    async def sign_in(self, request: Request) -> Response:
        """Let a person in, or say one sentence whatever was wrong."""
        given = await form.fields(request)
        place, login = safe(given.get("next", "/")), given.get("login", "")
        token = await to_thread.run_sync(
            self._try, browser(request), login, given.get("password", ""), limiter=self.limiter
        )
        if token is None:
            return _page(self.site, place, status=401, login=login[: accounts.LOGIN_LIMIT], is_wrong=True)
        return cookie.entered(self.site, request, place, token, sessions.LONGEST)

    async def sign_out(self, request: Request) -> Response:
        """End the session; who did not leave but was put out returns to the same page after signing in."""
        token = browser(request).token
        who = await run_in_threadpool(self.site.people.get, token, self.site.now())
        if who is not None:
            await run_in_threadpool(sessions.end, self.site.store, token, now=self.site.now())
            self.site.version.look_again()
        last = safe(unquote(request.cookies.get(cookie.LAST_PAGE, "/")))
        is_put_out = bool(token) and who is None and last != "/"
        door = f"/auth/sign-in?{urlencode({'next': last})}" if is_put_out else "/auth/sign-in"
        return cookie.left(self.site, request, door)

    async def whoami(self, request: Request) -> Response:
        """Say who is signed in, without counting as an act of theirs: walls ask when they have lost the server."""
        who = await run_in_threadpool(self.site.people.get, browser(request).token, self.site.now())
        found = {"name": who.name, "role": who.role} if who else {}
        return JSONResponse(found, 200 if who else 401)

    def _try(self, asking: Browser, login: str, password: str) -> str | None:
        """Return a new session's token; the work is the same for a wrong name, a wrong password and a pause."""
        site, now = self.site, self.site.now()
        name = accounts.normal(login)
        may = throttle.attempt(site.store, login=name, address=asking.address, now=now)
        with site.store.reading(EVERYTHING) as session:
            user = accounts.named(session, name)
        is_right = passwords.matches(password, user.password_hash if user else None)
        if user is None or not (may and is_right):
            return None
        throttle.succeeded(site.store, login=name, address=asking.address)
        return site.let_in(user.id or 0, asking)

    def _is_first_run(self) -> bool:
        with self.site.store.reading(EVERYTHING) as session:
            return first_admin.is_owed(session)


def _page(site: Site, place: str, *, status: int = 200, login: str = "", is_wrong: bool = False) -> Response:
    said = {"place": place, "sentence": sentence(place), "login": login, "is_wrong": is_wrong}
    return html.page("sign_in", status=status, has_company=company.is_offered(site.settings), **said)
