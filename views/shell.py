"""What every page shares: style, the place that the skip link leads to, and the foot."""

from pathlib import Path

import streamlit as st

from landuse.words import messages
from landuse.words.foreign import escape

_STATIC = Path(__file__).parent.parent / "static"
_CONTENT = "innhold"  # where the skip link leads


def begin() -> None:
    """Give the page its looks."""
    for name in ("page.css", "own_words.css"):
        st.html(_STATIC / name)


def content_begins() -> None:
    """The place that the skip link leads to, past the bar."""
    with st.container(key="content_begins"):
        st.html(f'<span id="{_CONTENT}" tabindex="-1"></span>')


def foot(lang: str) -> None:
    """Where the map's outline comes from, and what the page does not do."""
    st.html(f'<footer class="foot">{escape(messages.text(lang, "views.foot"))}</footer>')
