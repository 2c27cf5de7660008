"""Recovery: does winning customers back work, what does it take, and what is left out."""

import streamlit as st

from caselight.ui import nav, recovery, shell

me = nav.require("recovery")
with st.container(horizontal=True, key="filters"):
    shell.title("Recovery")
    asked = recovery.narrowed(me)
    nature = recovery.nature()
shell.live(lambda: recovery.show(me, asked, nature))
