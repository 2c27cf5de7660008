"""Queue: which case must be acted on next."""

import streamlit as st

from caselight.ui import filters, nav, queue, shell

me = nav.require("queue")
with st.container(horizontal=True, key="filters"):
    shell.title("Queue")
    switch = st.container(key="switch")
    asked = filters.client_and_priority(me)
shell.live(lambda: queue.show(me, asked, switch=switch))
