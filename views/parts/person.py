"""Who is at the screen: asked once, kept for the session."""

import streamlit as st

from actions.people import asking
from landuse.words import messages

_KEY = "who"


def name_field(key: str, lang: str) -> str:
    """The field for the name of the person who answers for an act; who is logged in signs with the own name."""
    if name := _logged_in():
        return st.text_input(messages.text(lang, "plots.who"), value=name, key=key, disabled=True)
    return st.text_input(
        messages.text(lang, "plots.who"), value=st.session_state.get(_KEY, ""), key=key, max_chars=120, autocomplete="name"
    )


def current() -> str:
    """The name that was given last; a dash before there is one, for reading only."""
    return _logged_in() or st.session_state.get(_KEY) or "–"


def remember(name: str) -> str:
    """Keep the name for the next form."""
    st.session_state[_KEY] = name.strip()
    return name.strip()


def _logged_in() -> str:
    person = asking.current()
    return person.name if person is not None and person.number else ""
