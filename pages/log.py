"""Log or update: the one box, large, with everything beside it."""

import streamlit as st

from caselight.ui import html, nav, onebox, shell

me = nav.require("log")
with st.container(horizontal=True, key="filters"):
    shell.title("Log or update", "A number first updates that case. Anything else logs a new one.")
html.draw("box_focus")
onebox.large(me)
shell.live()
