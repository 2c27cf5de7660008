"""The way in for a wall's screen: its link gives it a session that can see its wall and nothing else."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from caselight.core.people import EVERYTHING
from caselight.services import sessions, walls
from caselight.web import cookie, html
from caselight.web.site import Site, browser

CLOSED = "It was revoked, has ended, or was copied incompletely. An admin can make a new one under Admin, Wall screens."


def routes(site: Site) -> list[Route]:
    """Return the route that wall links lead to."""

    async def enter(request: Request) -> Response:
        return await run_in_threadpool(_entered, site, request)

    return [Route("/auth/wall/{token}", enter, methods=["GET"])]


def _entered(site: Site, request: Request) -> Response:
    """Open the wall; whoever was signed in on this screen is signed out, for it will be left alone."""
    now, asking = site.now(), browser(request)
    with site.store.reading(EVERYTHING) as session:
        link = walls.resolve(session, request.path_params["token"], now)
    if link is None:
        closed = html.page("notice", status=404, title="This wall link is closed", text=CLOSED)
        closed.headers["referrer-policy"] = "no-referrer"  # a mistyped address is nearly a good one
        return closed
    token = sessions.start_wall(
        site.store,
        link.id,
        now=now,
        address=asking.address,
        agent=asking.agent,
        replaces=asking.token,
    )
    site.version.look_again()
    return cookie.entered(site, request, f"/wall?{link.query}", token, link.ends_at - now)
