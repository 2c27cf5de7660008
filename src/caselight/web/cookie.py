"""The session's cookie: out of reach of scripts and of other sites, and only ever a name for a row."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse

from caselight.services import sessions
from caselight.web.site import Site

LAST_PAGE = "caselight_page"  # set by caselight.js for /auth alone: where the browser was when its session ended


def entered(site: Site, request: Request, place: str, token: str, lasts: timedelta) -> RedirectResponse:
    """Return the way in to a page, with the session's cookie."""
    response = RedirectResponse(place, 303)
    response.set_cookie(
        sessions.COOKIE,
        token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=site.is_secure(request),
    )
    return response


def left(site: Site, request: Request, place: str) -> RedirectResponse:
    """Return the way out to a page, the cookie gone."""
    response = RedirectResponse(place, 303)
    response.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax", secure=site.is_secure(request))
    return response
