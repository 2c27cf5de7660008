"""Interruptions: what is down, what was, and how much of the agreed time was left."""

import streamlit as st

from caselight.ui import nav, outages, shell

me = nav.require("interruptions")
with st.container(horizontal=True, key="filters"):
    shell.title("Interruptions")
    asked = outages.narrowed(me)
    service = outages.service(asked)
shell.live(lambda: outages.show(asked, service))
