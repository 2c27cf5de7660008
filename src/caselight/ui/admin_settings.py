"""The tab of settings: what this installation was started with; they are changed where it is started, not here."""

import os

import streamlit as st

from caselight.core.people import Principal
from caselight.services import settings_told
from caselight.ui import data, html


def show(_me: Principal) -> None:
    """Draw every setting with its value, its source and its meaning."""
    with st.container(key="panel_settings"):
        html.draw("admin_settings", rows=settings_told.told(data.settings(), os.environ))
