"""Escalations: where and why cases go higher, how long that takes, and what comes of it."""

import streamlit as st

from caselight.ui import escalations, filters, nav, shell

me = nav.require("escalations")
with st.container(horizontal=True, key="filters"):
    shell.title("Escalations")
    asked = filters.types_and_teams(me, filters.with_period(me))
shell.live(lambda: escalations.show(me, asked))
