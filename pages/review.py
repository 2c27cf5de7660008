"""Review: what we tell the client about a period, frozen with its own number and data time."""

import streamlit as st

from caselight.ui import nav, review, shell

me = nav.require("review")
with st.container(horizontal=True, key="filters"):
    shell.title("Review")
    asked = review.asked(me)
review.show(me, asked)
