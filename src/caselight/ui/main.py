"""The script Streamlit runs: who is here, which pages they may open, and the frame around them."""

import streamlit as st

from caselight.ui import data, nav, onebox, shell

me = data.me()
if me is None:
    st.logout()
    st.stop()

page = st.navigation(nav.pages(me), position="top" if nav.has_bar(me) else "hidden")
st.set_page_config(page_title=f"{page.title} · Caselight", layout="wide")
if nav.is_framed(page):
    shell.frame(me)
    if page.url_path != "log":  # which has the same box, large
        onebox.bar(me)
page.run()
