"""The server put together: what app.py hands to Streamlit."""

import gc
import importlib
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit import config as streamlit_config

from caselight.services import first_admin, production
from caselight.store.ready import make_ready
from caselight.web import (
    assets,
    attachments,
    auth,
    away,
    company_door,
    exports,
    health,
    index,
    password_door,
    passwords,
    reviews,
    setup,
    wall_door,
)
from caselight.web.api import interruptions
from caselight.web.gate import Gate
from caselight.web.site import ROOT, Site, this_process

UI_SCRIPT = str(ROOT / "src" / "caselight" / "ui" / "main.py")
WARM = ("pandas", "altair")  # a second of importing that nobody's first page should wait for
LOG = logging.getLogger("caselight")


def routes(site: Site) -> list[BaseRoute]:
    """Return every route of ours; they come before Streamlit's."""
    return [
        *auth.routes(site),
        *setup.routes(site),
        *password_door.routes(site),
        *company_door.routes(site),
        *wall_door.routes(site),
        *health.routes(site),
        *exports.routes(site),
        *reviews.routes(site),
        *interruptions.routes(site),
        *attachments.routes(site),
        *assets.routes(),
        *index.routes(site),
    ]


def middleware(site: Site) -> list[Middleware]:
    """Return the gate, outermost."""
    return [Middleware(Gate, site=site)]


SITE = this_process()
ROUTES = routes(SITE)
MIDDLEWARE = middleware(SITE)
HANDLERS = dict.fromkeys(away.ERRORS, away.handler)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Make ready before the first request, once per process."""
    await run_in_threadpool(_make_ready, SITE)
    yield
    SITE.store.dispose()


def config() -> dict[str, Any]:
    """Return what Streamlit must be told even where its config.toml is not found."""
    return {"server.address": SITE.settings.address, "server.port": SITE.settings.port, "runner.postScriptGC": False}


def _make_ready(site: Site) -> None:
    production.check(site.settings, os.environ)
    index.patched()  # a Streamlit whose page is not the one we know is noticed now, not by its first visitor
    make_ready(site.store, site.settings)
    for name in WARM:
        importlib.import_module(name)
    passwords.nobody()
    token = first_admin.invite(site.store, now=site.now())
    if token is not None:
        address = f"http://{site.settings.hosts.split(',')[0]}:{streamlit_config.get_option('server.port')}"
        LOG.warning("Nobody can sign in yet. Within 15 minutes, open %s/auth/setup?token=%s", address, token)
    gc.collect()
    gc.freeze()  # what is loaded by now lives as long as the process
