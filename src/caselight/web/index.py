"""Streamlit's page, with our title, icon, style and script: made once, at the addresses of all screens."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route
from streamlit import file_util

from caselight.services import sessions
from caselight.web import assets
from caselight.web.pages import URLS
from caselight.web.site import Site, browser

NOT_HERE = "sign-in.css"  # the one style sheet that belongs to another page
FIRST = "/overview"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
TAG, SOURCE, OWN = re.compile(r"<script\b([^>]*)>"), re.compile(r'\bsrc="([^"]*)"'), re.compile(r"\./")
HANDLER = re.compile(r"<[^>]*\s(?:on[a-z]+=|href=[\"']?javascript:)", re.IGNORECASE)
# What we change in Streamlit's page; each must be found exactly once, or a new release needs a look.
CHANGES = {
    r"<title>Streamlit</title>": "<title>Caselight</title>",
    r'<link rel="shortcut icon" href="\./favicon\.png" />': '<link rel="icon" type="image/svg+xml" href="{icon}" />',
    r'<link rel="service-desc"[^>]*/>': "",
    r"<noscript>.*?</noscript>": "<noscript><p>Caselight needs JavaScript.</p></noscript>",
    r"</head>": "{ours}</head>",
}


def routes(site: Site) -> list[Route]:
    """Return a route for each screen's address."""

    async def index(request: Request) -> HTMLResponse:
        await run_in_threadpool(
            sessions.touch, site.store, browser(request).token, now=site.now()
        )  # opening a page is an act
        return HTMLResponse(patched(), headers={"cache-control": "no-store"})

    async def home(request: Request) -> RedirectResponse:
        """Lead to the first page, which Streamlit knows by `/` alone, with what was asked."""
        query = request.url.query
        return RedirectResponse(f"/?{query}" if query else "/", 303)

    return [Route(path, home if path == FIRST else index) for path in URLS]


@cache
def patched() -> str:
    """Return Streamlit's page as ours; raise when it is not the page we know."""
    page = original()
    _check_scripts(page)
    parts = {"icon": assets.url("icon.svg"), "ours": _links()}
    for pattern, ours in CHANGES.items():
        page, times = re.subn(pattern, ours.format(**parts), page, flags=re.DOTALL)
        if times != 1:
            raise RuntimeError(f"Streamlit's index.html has {times} times {pattern}: look at web/index.py again.")
    return page.replace('"./', '"/')


@cache
def original() -> str:
    """Return the page that the installed Streamlit carries."""
    return (Path(file_util.get_static_dir()) / "index.html").read_text()


def inline_scripts() -> list[str]:
    """Return the sources, as a content security policy names them, of the page's inline scripts."""
    digests = (hashlib.sha256(script.encode()).digest() for script in INLINE.findall(original()))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _check_scripts(page: str) -> None:
    """Raise when the page runs anything that the policy would have to allow and does not."""
    tags = TAG.findall(page)
    sources = [found[1] for tag in tags if (found := SOURCE.search(tag))]
    is_known = len(tags) - len(sources) == len(INLINE.findall(page)) == 1 and all(map(OWN.match, sources))
    if not is_known or HANDLER.search(page):
        raise RuntimeError("Streamlit's index.html runs scripts that our policy does not know: look at web/index.py.")


def _links() -> str:
    ours = [name for name in assets.everything() if name != NOT_HERE]
    styles = [f'<link rel="stylesheet" href="{assets.url(name)}">' for name in ours if name.endswith(".css")]
    scripts = [f'<script defer src="{assets.url(name)}"></script>' for name in ours if name.endswith(".js")]
    return "".join(styles + scripts)
