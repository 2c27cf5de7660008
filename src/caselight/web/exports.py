"""Downloads of cases and of evidence: made whole for whoever is signed in and may, then sent."""

from collections.abc import Callable, Iterator
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from caselight.core.people import Principal
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import evidence as packs
from caselight.services import exporting
from caselight.web import html
from caselight.web.site import Site, principal

TOO_MANY = 429
AT_ONCE = 1 << 16  # bytes
Make = Callable[[Site, Request, Principal, IO[bytes]], tuple[str, str]]  # writes a file; returns its name and type
BOM = b"\xef\xbb\xbf"  # tells a spreadsheet that a CSV is UTF-8


def routes(site: Site) -> list[Route]:
    """Return a route for each format, and one for a client's evidence."""

    async def download(request: Request) -> Response:
        return await run_in_threadpool(_answer, site, request, _cases)

    async def evidence(request: Request) -> Response:
        return await run_in_threadpool(_answer, site, request, _evidence)

    async def trail(request: Request) -> Response:
        return await run_in_threadpool(_answer, site, request, _trail)

    trails = [Route(f"/export/audit.{form}", trail, methods=["GET"]) for form in exporting.TRAIL_FORMATS]
    forms = [Route(f"/export/cases.{form}", download, methods=["GET"]) for form in exporting.FORMATS]
    return [*forms, *trails, Route(packs.PATH, evidence, methods=["GET"])]


def _answer(site: Site, request: Request, make: Make) -> Response:
    """Make the file before the first byte is sent: a download is whole, or there is none."""
    who, file = principal(request), TemporaryFile()  # noqa: SIM115 – closed when it is sent
    assert who is not None  # noqa: S101 – the gate lets nobody else through
    try:
        name, media = make(site, request, who, file)
    except Refusal as refusal:
        file.close()
        status = {Denied: 403, NotFound: 404, exporting.TooOften: TOO_MANY}.get(type(refusal), 400)
        return no_file(refusal, status)
    except BaseException:
        file.close()
        raise
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(file.seek(0, SEEK_END)),
        "cache-control": "no-store",
    }
    return StreamingResponse(_sent(file), media_type=media, headers=headers)


def no_file(refusal: Refusal, status: int) -> Response:
    """Say why there is no file, and to who took too many when there will be one again."""
    page = html.page("notice", status=status, title="No file was made", text=refusal.sentence)
    if status == TOO_MANY:
        page.headers["retry-after"] = "60"
    return page


def _cases(site: Site, request: Request, who: Principal, file: IO[bytes]) -> tuple[str, str]:
    now, form = site.now(), request.url.path.rpartition(".")[2]
    asked = exporting.parsed(request.query_params.multi_items())
    if form == "csv":
        file.write(BOM)
    exporting.export(site.store, asked, file, form=form, actor=who, now=now)
    return f"cases-{now:%Y-%m-%d}.{form}", exporting.MEDIA[form]


def _trail(site: Site, request: Request, who: Principal, file: IO[bytes]) -> tuple[str, str]:
    now, form = site.now(), request.url.path.rpartition(".")[2]
    clients, wanted = exporting.trail_parsed(request.query_params.multi_items())
    if form == "csv":
        file.write(BOM)
    exporting.export_trail(site.store, clients, wanted, file, form=form, actor=who, now=now)
    return f"audit-{now:%Y-%m-%d}.{form}", exporting.MEDIA[form]


def _evidence(site: Site, request: Request, who: Principal, file: IO[bytes]) -> tuple[str, str]:
    now = site.now()
    asked = packs.parsed(site.store, who, request.query_params, now=now)
    packs.pack(site.store, asked, file, actor=who, now=now)
    return asked.file_name, exporting.MEDIA["zip"]


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while some := file.read(AT_ONCE):
            yield some
