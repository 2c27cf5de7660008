"""The way in by the company's own accounts: out to the provider, back, and then a session of ours like any other."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import company, sessions
from caselight.services.company import Begun
from caselight.web import cookie, html
from caselight.web.returning import safe
from caselight.web.site import Browser, Site, browser

BEGUN = "caselight_company"  # the sign-in under way, and where it leads
PATH = "/auth/company"
LASTS = timedelta(minutes=10)


def routes(site: Site) -> list[Route]:
    """Return the way out and the way back; where none is set up there is neither."""
    if not company.is_offered(site.settings):
        return []
    door = _Door(site)
    return [Route(PATH, door.leave, methods=["GET"]), Route(company.BACK, door.come_back, methods=["GET"])]


@dataclass(frozen=True, slots=True)
class _Door:
    site: Site

    async def leave(self, request: Request) -> Response:
        """Send the browser to the provider, with what only it can bring back."""
        begun, place = company.begin(), safe(request.query_params.get("next", "/"))
        try:
            out = await run_in_threadpool(company.way_out, self.site.settings, begun)
        except Refusal as refusal:
            return _refused(refusal)
        response = RedirectResponse(out, 303)
        response.set_cookie(
            BEGUN,
            f"{begun.secret}:{place}",
            max_age=int(LASTS.total_seconds()),
            path=PATH,
            httponly=True,
            samesite="lax",
            secure=self.site.is_secure(request),
        )
        return response

    async def come_back(self, request: Request) -> Response:
        """Open our session for whoever the provider vouches for and we know; each sign-in comes back once."""
        secret, _, place = request.cookies.get(BEGUN, "").strip('"').partition(":")
        asked = request.query_params
        try:
            token = await run_in_threadpool(
                self._entered, browser(request), secret, asked.get("state", ""), asked.get("code", "")
            )
        except Refusal as refusal:
            response: Response = _refused(refusal)
        else:
            response = cookie.entered(self.site, request, safe(place), token, sessions.LONGEST)
        response.delete_cookie(BEGUN, path=PATH, httponly=True, samesite="lax", secure=self.site.is_secure(request))
        response.headers["referrer-policy"] = "no-referrer"  # this address holds the code
        return response

    def _entered(self, asking: Browser, secret: str, state: str, code: str) -> str:
        if not secret:
            raise Refusal(company.STALE)
        site = self.site
        email = company.who_came_back(site.settings, Begun(secret), state=state, code=code, now=site.now())
        with site.store.reading(EVERYTHING) as session:
            user = company.account(session, email)
        return site.let_in(user.id or 0, asking, way="company account")


def _refused(refusal: Refusal) -> Response:
    return html.page("notice", status=403, title="You are not signed in", text=refusal.sentence, door="/auth/sign-in")
