"""Overview: what needs attention, and whether it is unusual."""

import streamlit as st

from caselight.ui import filters, nav, overview, shell

me = nav.require("overview")
with st.container(horizontal=True, key="filters"):
    shell.title("Overview")
    asked = filters.with_period(me)
shell.live(lambda: overview.show(me, asked))
