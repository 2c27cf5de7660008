"""The first run's page: whoever can read the server's log makes the first admin."""

from anyio import to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from caselight.core import password
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import first_admin, sessions
from caselight.web import cookie, form, html, passwords
from caselight.web.site import Browser, Site, browser

FIELDS = ("token", "name", "login")  # kept when the form is shown again; the password is not


def routes(site: Site) -> list[Route]:
    """Return the set-up page's routes."""

    async def show(request: Request) -> Response:
        if not await run_in_threadpool(_is_owed, site):
            return RedirectResponse("/auth/sign-in", 303)
        return _page({"token": request.query_params.get("token", "")})

    async def set_up(request: Request) -> Response:
        given = await form.fields(request)
        if not await run_in_threadpool(_is_owed, site):
            return RedirectResponse("/auth/sign-in", 303)
        try:
            token = await to_thread.run_sync(_made, site, browser(request), given)
        except Refusal as refusal:
            return _page(given, refusal)
        return cookie.entered(site, request, "/", token, sessions.LONGEST)

    return [Route("/auth/setup", show), Route("/auth/setup", set_up, methods=["POST"])]


def _is_owed(site: Site) -> bool:
    with site.store.reading(EVERYTHING) as session:
        return first_admin.is_owed(session)


def _made(site: Site, asking: Browser, given: dict[str, str]) -> str:
    """Make the first admin and return the token of their session."""
    chosen, login, now = given.get("password", ""), given.get("login", ""), site.now()
    password.check(chosen, login=login)
    user_id = first_admin.set_up(
        site.store,
        given.get("token", ""),
        login=login,
        name=given.get("name", ""),
        password_hash=passwords.hashed(chosen),
        now=now,
    )
    return site.let_in(user_id, asking)


def _page(given: dict[str, str], refusal: Refusal | None = None) -> Response:
    kept = {name: given.get(name, "")[:200] for name in FIELDS}
    wrong = next(iter(refusal.fields), "") if refusal else ""
    said = refusal.sentence if refusal else ""
    return html.page("setup", status=422 if refusal else 200, wrong=wrong, said=said, **kept)
