"""The script Streamlit runs: who is here, which pages they may open, and the frame around them."""

import streamlit as st
from sqlalchemy.exc import DBAPIError

from caselight.ui import data, nav, onebox, shell

try:
    me = data.me()
except DBAPIError:
    shell.away()
if me is None:
    st.logout()
    st.stop()
data.touch()  # a run of the whole script is somebody's doing; what refreshes by itself runs in fragments

page = st.navigation(nav.pages(me), position="top" if nav.has_bar(me) else "hidden")
st.set_page_config(page_title=f"{page.title} · Caselight", layout="wide")
if nav.is_framed(page):
    shell.frame(me)
    if page.url_path != "log":  # which has the same box, large
        onebox.bar(me)
page.run()
