"""Reviews leave through here: as a PDF, or as a page to be printed, for whoever may read them."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from caselight.core.refusal import NotFound, Refusal
from caselight.services import reviews
from caselight.web import assets, exports, html
from caselight.web.site import Site, principal

STYLE = "review.css"
MEDIA = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
POLICY = html.HEADERS["content-security-policy"].replace("img-src 'self'", "img-src data:")


def routes(site: Site) -> list[Route]:
    """Return a route for each form."""

    async def download(request: Request) -> Response:
        return await run_in_threadpool(_answer, site, request)

    return [Route(f"/export/review/{{number:int}}.{form}", download, methods=["GET"]) for form in MEDIA]


def _answer(site: Site, request: Request) -> Response:
    who, number = principal(request), request.path_params["number"]
    form = request.url.path.rpartition(".")[2]
    assert who is not None  # noqa: S101 – the gate lets nobody else through
    try:
        made = reviews.take(site.store, number, form=form, actor=who, now=site.now(), style=assets.url(STYLE))
    except NotFound as refusal:
        return PlainTextResponse(refusal.sentence, 404)
    except Refusal as refusal:
        return exports.no_file(refusal, exports.TOO_MANY)
    way = "attachment" if form == "pdf" else "inline"
    headers = {
        "content-disposition": f'{way}; filename="review-{number}.{form}"',
        "content-security-policy": POLICY,
        "cache-control": "no-store",
    }
    return Response(made, media_type=MEDIA[form], headers=headers)
