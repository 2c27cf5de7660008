"""SLA: which client's promises are broken, by how much, and which cases these were."""

import streamlit as st

from caselight.ui import filters, nav, shell, sla

me = nav.require("sla")
with st.container(horizontal=True, key="filters"):
    shell.title("SLA")
    asked = filters.types_and_teams(me, filters.with_period(me))
    way = sla.way()
shell.live(lambda: sla.show(me, asked, way))
