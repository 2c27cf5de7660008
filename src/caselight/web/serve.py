"""`caselight serve`: the same app as app.py, started from anywhere."""

import sys
from contextlib import suppress

import streamlit as st

from caselight.web import wiring
from caselight.web.site import ROOT


def serve(*, port: int) -> None:
    """Serve until stopped; Ctrl-C is a quiet end."""
    # Streamlit takes the folder of argv[0] for the app's: its .streamlit counts, and sys.path gets it in front.
    sys.argv[:] = [str(ROOT / "caselight")]
    app = st.App(
        wiring.UI_SCRIPT,
        routes=wiring.ROUTES,
        middleware=wiring.MIDDLEWARE,
        exception_handlers=wiring.HANDLERS,
        lifespan=wiring.lifespan,
    )
    with suppress(KeyboardInterrupt):
        app.run(config={**wiring.config(), "server.port": port})
