"""Problems: what keeps coming back, and whether what was done about it held."""

import streamlit as st

from caselight.ui import filters, nav, problems, shell

me = nav.require("problems")
with st.container(horizontal=True, key="filters"):
    shell.title("Problems")
    asked = filters.client_only(me)
problems.show(me, asked)
shell.live()
