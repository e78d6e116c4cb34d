"""The looks that pages share, beside `static/page.css`, which every page has."""

from pathlib import Path
from typing import Literal

import streamlit as st

_FOLDER = Path(__file__).parent.parent.parent / "static"


def load(*looks: Literal["plots", "progress", "first"]) -> None:
    """Give the page the looks that it names, in this order."""
    for look in looks:
        st.html(_FOLDER / f"{look}.css")
