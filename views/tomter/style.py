"""The look of the pages where people decide and nominate, beside `static/page.css`."""

from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parent.parent.parent / "static" / "plots.css"


def load() -> None:
    """Give the page its style."""
    st.html(_STYLE)
