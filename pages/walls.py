"""Wall screens: those on the floor, and how they get in."""

import streamlit as st

from caselight.ui import nav, shell, walls

me = nav.require("walls")
with st.container(horizontal=True, key="filters"):
    shell.title("Wall screens", "Each link opens one read-only wall, for 90 days, without signing in.")
walls.show(me)
shell.live()
