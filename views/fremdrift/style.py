"""The look that the pages of this kind share."""

from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parent.parent.parent / "static" / "progress.css"


def style() -> None:
    """Draw the page's own look."""
    st.html(_STYLE)
