"""Show: one thin file per page, over actions that know nothing of Streamlit."""
