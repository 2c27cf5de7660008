"""Failures: whether they come more often than usual, where, and from what."""

import streamlit as st

from caselight.ui import failures, nav, shell

me = nav.require("failures")
with st.container(horizontal=True, key="filters"):
    shell.title("Failures")
    asked = failures.narrowed(me)
shell.live(lambda: failures.show(asked))
