"""The answer while the database is away: calm for people, clear for programs, once in the log."""

import logging

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response

from caselight.web import html

ERRORS = (OperationalError, InterfaceError, PoolTimeoutError, OSError)
RETRY = {"retry-after": "5"}
LOG = logging.getLogger("caselight")


def answer(request: HTTPConnection, error: Exception) -> Response:
    """Return the answer to a request that the database could not serve."""
    LOG.error("The database is away: %s", str(error).partition("\n")[0])
    if not wants_page(request):
        return PlainTextResponse("The database is away. Try again soon.", 503, RETRY)
    text = "Nothing is lost. Try again in a moment; if it lasts, tell your Caselight administrator."
    page = html.page("notice", status=503, title="The database is away", text=text)
    page.headers.update(RETRY)
    return page


async def handler(request: Request, error: Exception) -> Response:
    """Answer for a route of ours that raised."""
    return answer(request, error)


def wants_page(request: HTTPConnection) -> bool:
    """Say whether a person's browser asks for a page, rather than a program for data."""
    return request.scope.get("method") in {"GET", "HEAD", "POST"} and "text/html" in request.headers.get("accept", "")
