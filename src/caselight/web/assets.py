"""Our own static files, at addresses that change with their contents, so that browsers may keep them for ever."""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import file_util

FOLDER = Path(__file__).parent / "static"
FONT = "source-sans.woff2"
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    url: str
    content: bytes
    media_type: str


def url(name: str) -> str:
    """Return the address of a file of `web/static/`."""
    return everything()[name].url


@cache
def everything() -> dict[str, Asset]:
    """Return all files by name; in style sheets the font's name stands for its address."""
    font = _asset(FONT, _font().read_bytes())
    files = (file for file in sorted(FOLDER.iterdir()) if file.is_file())
    found = {
        file.name: _asset(file.name, file.read_bytes().replace(FONT.encode(), font.url.encode())) for file in files
    }
    return {**found, FONT: font}


def routes() -> list[Route]:
    """Return the route that serves them."""
    return [Route("/assets/{digest}/{name}", _serve)]


async def _serve(request: Request) -> Response:
    asset = everything().get(request.path_params["name"])
    if asset is None or asset.url != request.url.path:
        return Response(status_code=404)
    return Response(asset.content, media_type=asset.media_type, headers=FOR_EVER)


def _asset(name: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(f"/assets/{digest}/{name}", content, mimetypes.guess_type(name)[0] or "application/octet-stream")


def _font() -> Path:
    """Return the upright Source Sans that Streamlit carries; its name has a part that changes with each release."""
    [font] = Path(file_util.get_static_dir()).glob("static/media/SourceSansVF-Upright*.woff2")
    return font
