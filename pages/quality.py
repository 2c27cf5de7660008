"""Logging: how soon, how completely and how finally cases are written down."""

import streamlit as st

from caselight.ui import filters, nav, quality, shell

me = nav.require("quality")
with st.container(horizontal=True, key="filters"):
    shell.title("Logging")
    asked = filters.with_period(me)
shell.live(lambda: quality.show(me, asked))
