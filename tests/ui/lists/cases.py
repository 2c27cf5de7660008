"""How many cases the address lists, without drawing them."""

import streamlit as st

from caselight.store import caselist
from caselight.ui import cases, data, nav

asked, wanted = cases.search(nav.require("cases"))
st.text(str(data.read(caselist.total, asked.scope, wanted)))
