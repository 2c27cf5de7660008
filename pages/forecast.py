"""Forecast: what will be missed next unless somebody acts, and how likely the rest is to be late."""

import streamlit as st

from caselight.ui import filters, forecast, nav, shell

me = nav.require("forecast")
with st.container(horizontal=True, key="filters"):
    shell.title("Forecast")
    asked = filters.client_and_priority(me)
shell.live(lambda: forecast.show(me, asked))
