"""The look of the page Ledig først."""

from pathlib import Path

import streamlit as st

from views.fremdrift import style as progress_style
from views.tomter import style as plot_style

_STYLE = Path(__file__).parent.parent.parent / "static" / "first.css"


def load() -> None:
    """Draw the page's own look over that of the pages it is like."""
    plot_style.load()
    progress_style.style()
    st.html(_STYLE)
