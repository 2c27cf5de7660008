"""Attachments leave through here alone: to whoever may read the case, as a download that no browser runs."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from caselight.core.people import Principal, Right
from caselight.store import attachments
from caselight.store.attachments import Contents
from caselight.web import site as sites
from caselight.web.site import Site

# Were it opened as a page all the same, nothing in it would load, run, or know where it came from.
ALONE = {"content-security-policy": "default-src 'none'; sandbox", "x-content-type-options": "nosniff"}


def routes(site: Site) -> list[Route]:
    """Return the one route."""
    return [Route("/attachments/{case:int}/{number:int}", _Attachments(site).send)]


@dataclass(frozen=True, slots=True)
class _Attachments:
    site: Site

    async def send(self, request: Request) -> Response:
        """Send a file; foreign, missing and removed are answered alike, and so is whoever may not read files."""
        who = sites.principal(request)
        if who is not None and who.may(Right.FILES):
            case, number = request.path_params["case"], request.path_params["number"]
            if found := await run_in_threadpool(self._find, who, case, number):
                return _download(found)
        return PlainTextResponse("No such attachment.", 404)

    def _find(self, who: Principal, case: int, number: int) -> Contents | None:
        with self.site.store.reading(who.scope) as session:
            return attachments.contents(session, who.scope, case, number)


def _download(found: Contents) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    is_text = found.media_type.startswith("text/")
    media_type = f"{found.media_type}; charset=utf-8" if is_text else found.media_type
    return Response(found.content, headers=ALONE | {"content-disposition": disposition}, media_type=media_type)
