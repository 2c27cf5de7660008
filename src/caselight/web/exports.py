"""Downloads of cases: made whole for whoever is signed in and may, then sent."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from caselight.core.people import Principal
from caselight.core.refusal import Denied, Refusal
from caselight.services import exporting
from caselight.web import html
from caselight.web.site import Site, principal

AT_ONCE = 1 << 16  # bytes
BOM = b"\xef\xbb\xbf"  # tells a spreadsheet that a CSV is UTF-8


def routes(site: Site) -> list[Route]:
    """Return a route for each format."""

    async def download(request: Request) -> Response:
        return await run_in_threadpool(_answer, site, request)

    return [Route(f"/export/cases.{form}", download, methods=["GET"]) for form in exporting.FORMATS]


def _answer(site: Site, request: Request) -> Response:
    who, form = principal(request), request.url.path.rpartition(".")[2]
    assert who is not None  # noqa: S101 – the gate lets nobody else through
    try:
        return _file(site, who, exporting.parsed(request.query_params.multi_items()), form)
    except Refusal as refusal:
        status = {Denied: 403, exporting.TooOften: 429}.get(type(refusal), 400)
        return html.page("notice", status=status, title="No file was made", text=refusal.sentence)


def _file(site: Site, who: Principal, asked: exporting.Asked, form: str) -> Response:
    """Make the file before the first byte is sent: a download is whole, or there is none."""
    now, file = site.now(), TemporaryFile()  # noqa: SIM115 – closed when it is sent
    try:
        if form == "csv":
            file.write(BOM)
        exporting.export(site.store, asked, file, form=form, actor=who, now=now)
        length = file.tell()
    except BaseException:
        file.close()
        raise
    headers = {
        "content-disposition": f'attachment; filename="cases-{now:%Y-%m-%d}.{form}"',
        "content-length": str(length),
        "cache-control": "no-store",
    }
    return StreamingResponse(_sent(file), media_type=exporting.MEDIA[form], headers=headers)


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while some := file.read(AT_ONCE):
            yield some
