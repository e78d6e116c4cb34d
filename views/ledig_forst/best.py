"""The best three of what could take the proposal's place, in a line each under the verdict; the map has the same numbers."""

from typing import Any

import streamlit as st

from landuse.words import messages
from landuse.words.foreign import escape

_BEST = 3


def show(told: dict[str, Any], lang: str) -> None:
    """Draw them; nothing where there are none."""
    rows = told["alternatives"][:_BEST]
    items = "".join(f"<li><b>{escape(one['title'])}</b> {escape(one['rank_label'])}</li>" for one in rows)
    if rows:
        st.html(f'<section class="best"><h3>{escape(messages.text(lang, "frame.best"))}</h3><ol>{items}</ol></section>')
