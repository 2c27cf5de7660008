"""The server: Streamlit's app with our routes, gate and start, and nothing else."""

import streamlit as st

from caselight.web import wiring

app = st.App(wiring.UI_SCRIPT, routes=wiring.ROUTES, middleware=wiring.MIDDLEWARE, lifespan=wiring.lifespan)

if __name__ == "__main__":
    app.run(config=wiring.config())
