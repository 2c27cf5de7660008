"""Admin: clients, what they are promised, and by which hours it is counted."""

import streamlit as st

from caselight.ui import admin, nav, shell

me = nav.require("admin")
with st.container(horizontal=True, key="filters"):
    shell.title("Admin")
    tab = admin.chosen(me)
tab.show(me)
shell.live()
