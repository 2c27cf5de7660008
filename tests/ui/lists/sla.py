"""How many promises the address lists, without drawing them."""

import streamlit as st

from caselight.ui import data, filters, nav, sla, sla_lists

me = nav.require("sla")
asked, now = filters.types_and_teams(me, filters.with_period(me)), data.now()
name, promise = st.query_params.get("list", "missed"), st.query_params.get("promise", "")
st.text(str(len(list(sla_lists.lines(sla.everything(asked, now, sla.way()), name, promise, asked, now)))))
