"""Audit: who did what, to what, and when."""

import streamlit as st

from caselight.ui import audit, nav, shell

me = nav.require("audit")
with st.container(horizontal=True, key="filters"):
    shell.title("Audit")
    asked = audit.search(me)
shell.live(lambda: audit.show(asked))
