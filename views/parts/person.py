"""Who is at the screen: asked once, kept for the session."""

import streamlit as st

from landuse.words import messages

_KEY = "who"


def name_field(key: str, lang: str) -> str:
    """The field for the name of the person who answers for an act."""
    return st.text_input(
        messages.text(lang, "plots.who"), value=st.session_state.get(_KEY, ""), key=key, max_chars=120, autocomplete="name"
    )


def current() -> str:
    """The name that was given last; a dash before there is one, for reading only."""
    return st.session_state.get(_KEY) or "–"


def remember(name: str) -> str:
    """Keep the name for the next form."""
    st.session_state[_KEY] = name.strip()
    return name.strip()
