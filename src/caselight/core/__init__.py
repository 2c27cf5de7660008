"""Rules and arithmetic: no clock, no disk, no SQL, no Streamlit."""
