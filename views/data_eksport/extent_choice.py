"""What ground a file covers, asked once where it is seen before it is taken into use."""

import streamlit as st

from actions.imports import extents
from actions.imports.pending import Pending
from landuse.words import messages


def show(one: Pending, lang: str) -> None:
    """One plain choice, the proposal chosen; nothing for a layer in which it does not matter."""
    if not extents.is_asked_of(one.told):
        return
    st.radio(
        messages.text(lang, "import.covers"),
        extents.CHOICES,
        index=extents.CHOICES.index(one.told["covers"]),
        key=_key(one.token),
        horizontal=True,
        format_func=lambda name: messages.text(lang, f"import.covers.{name}"),
    )
    st.caption(messages.text(lang, "import.covers.help"))


def chosen(token: str) -> str | None:
    """What was chosen of a staged import; None where nothing was asked."""
    return st.session_state.get(_key(token))


def _key(token: str) -> str:
    return f"covers-{token}"
