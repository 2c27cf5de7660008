"""Speed: how fast cases are taken, answered and resolved, and how bad the slow tenth is."""

import streamlit as st

from caselight.ui import filters, nav, shell, speed

me = nav.require("speed")
with st.container(horizontal=True, key="filters"):
    shell.title("Speed")
    asked = filters.types_and_teams(me, filters.with_period(me))
    stage = speed.stage()
shell.live(lambda: speed.show(me, asked, stage))
