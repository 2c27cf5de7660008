"""HTTP outside Streamlit: the gate, sign-in, assets, headers, health."""
