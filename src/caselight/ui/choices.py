"""A choice of one of a few, kept in the URL by its short name rather than by the words on its button."""

from collections.abc import Mapping

import streamlit as st


def one(label: str, options: Mapping[str, str], key: str) -> str:
    """Draw the choice; the first option is the one that the URL need not name."""
    first = next(iter(options))
    if key not in st.session_state:
        said = st.query_params.get(key, first)
        st.session_state[key] = said if said in options else first
    chosen = st.segmented_control(
        label, list(options), required=True, format_func=options.__getitem__, key=key, label_visibility="collapsed"
    )
    name = str(chosen or first)
    if name == first:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != name:
        st.query_params[key] = name
    return name
