"""Leaving a fragment: what an act inside it changes outside, the whole page has to draw."""

import streamlit as st

_KEY = "leave_fragment"


def ask() -> None:
    """Have the whole page drawn after this act."""
    st.session_state[_KEY] = True


def if_asked() -> None:
    """Draw the whole page where an act inside the fragment asked for it; called first in the fragment."""
    if st.session_state.pop(_KEY, False):
        st.rerun(scope="app")
