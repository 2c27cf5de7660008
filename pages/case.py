"""Case: what happened, who did what, what is still owed."""

import streamlit as st

from caselight.ui import bell, case, interruptions, nav, quickline, record, sheet_form, shell
from caselight.ui.case import Places

me = nav.require("case")
number = case.find(me).id
bell.opened(me, number)
head = st.container(key="case_top")
quickline.show(me, number)
sheet_form.show(me, number)
main, side = st.columns([2.35, 1], gap="small")
with main:
    interruptions.show(me, number)
with side:
    owed = st.container(key="case_owed")
    record.show(me, number)
    places = Places(head, main, owed, st.container(key="case_side"))
shell.live(lambda: case.show(me, number, places))
