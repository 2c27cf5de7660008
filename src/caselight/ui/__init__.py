"""Everything a person sees in Streamlit."""
