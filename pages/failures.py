"""Failures: whether they come more often than usual, where, and from what."""

import streamlit as st

from caselight.ui import failures, filters, nav, shell

me = nav.require("failures")
with st.container(horizontal=True, key="filters"):
    shell.title("Failures")
    asked = filters.with_period(me)
    part = failures.part()
shell.live(lambda: failures.show(asked, part))
