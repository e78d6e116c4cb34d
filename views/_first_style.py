"""The look of the page Ledig først."""

from pathlib import Path

import streamlit as st

from views import _plot_style, _progress_shell

_STYLE = Path(__file__).parent.parent / "static" / "first.css"


def load() -> None:
    """Draw the page's own look over that of the pages it is like."""
    _plot_style.load()
    _progress_shell.style()
    st.html(_STYLE)
