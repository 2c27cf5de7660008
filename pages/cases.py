"""Cases: the record one looks for, and the cases that make up a number."""

import streamlit as st

from caselight.ui import bulk, cases, nav, shell

me = nav.require("cases")
with st.container(horizontal=True, key="filters"):
    shell.title("Cases")
    asked, wanted = cases.search(me)
bulk.show(me, asked, wanted)
shell.live(lambda: cases.show(me, asked, wanted))
