"""For monitoring tools: whether the database answers, how old the data is, when the background parts last ran.

When events were last sealed, and, as the heartbeat `verify`, when everything last held.

And whether somebody should renew a wall's link before it goes dark.
"""

from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from caselight.core.people import EVERYTHING
from caselight.store import pulse, wall_links
from caselight.web import away
from caselight.web.site import Site


def routes(site: Site) -> list[Route]:
    """Return the health route."""

    async def health(_request: Request) -> JSONResponse:
        found = await run_in_threadpool(state, site, site.now())
        return JSONResponse(found, 200 if found["database"] == "ok" else 503)

    return [Route("/health", health)]


def state(site: Site, now: datetime) -> dict[str, Any]:
    """Return the state; ages in seconds, None where nothing was written yet or the database is away."""
    try:
        with site.store.reading(EVERYTHING) as session:
            newest, beats = pulse.newest_event_at(session), pulse.heartbeats(session)
            sealed_at = pulse.newest_seal_at(session)
            ending = wall_links.ending(session, now)
    except away.ERRORS:
        away_now: dict[str, Any] = {"database": "away", "data_age_s": None, "sealed_age_s": None, "heartbeat_age_s": {}}
        return away_now | {"walls_ending": None}
    return {
        "database": "ok",
        "data_age_s": _age(now, newest) if newest else None,
        "sealed_age_s": _age(now, sealed_at) if sealed_at else None,
        "heartbeat_age_s": {name: _age(now, at) for name, at in sorted(beats.items())},
        "walls_ending": ending,  # within 14 days
    }


def _age(now: datetime, at: datetime) -> float:
    return round((now - at).total_seconds(), 1)
