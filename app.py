"""The server: Streamlit's app with our routes, gate and start, and nothing else."""

from contextlib import suppress

import streamlit as st

from caselight.web import wiring

app = st.App(
    wiring.UI_SCRIPT,
    routes=wiring.ROUTES,
    middleware=wiring.MIDDLEWARE,
    exception_handlers=wiring.HANDLERS,
    lifespan=wiring.lifespan,
)

if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        app.run(config=wiring.config())
