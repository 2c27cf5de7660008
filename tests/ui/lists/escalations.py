"""How many escalations the address lists, without drawing them."""

import streamlit as st

from caselight.store import escalation_history
from caselight.ui import data, escalation_lists, escalations, filters, nav

me = nav.require("escalations")
asked, now, pick = filters.types_and_teams(me, filters.with_period(me)), data.now(), escalation_lists.picked()
now_open = data.read(escalation_history.open_now, asked.scope, asked.among)
st.text(str(len(pick.of(now_open, escalations.everything(asked, now), asked, now))))
