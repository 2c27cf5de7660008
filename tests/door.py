"""A browser before our routes and gate, with a stand-in for Streamlit behind them."""

import warnings
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from caselight.web import wiring
from caselight.web.site import Site
from floor import at

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have the successor of the client it uses
    from starlette.testclient import TestClient

PASSWORD = "copper lantern in the rain"
SECRET = "ZZ-INSIDE"


@dataclass
class Clock:
    """The time, which tests move."""

    now: datetime = field(default_factory=lambda: at("Mon 09:00"))

    def __call__(self) -> datetime:
        return self.now

    def after(self, **time: float) -> None:
        self.now += timedelta(**time)


def a_browser(site: Site, **given: Any) -> TestClient:
    """Return a browser that follows no redirects."""
    inside = [
        WebSocketRoute("/_stcore/stream", _stream),
        Route("/{path:path}", _inside, methods=["GET", "PUT", "POST", "DELETE"]),
    ]
    routes, middleware = [*wiring.routes(site), *inside], wiring.middleware(site)
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=wiring.HANDLERS)
    return TestClient(app, follow_redirects=False, **given)


async def _inside(_request: Request) -> Response:
    return PlainTextResponse(SECRET)


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(SECRET)
    await websocket.close()
