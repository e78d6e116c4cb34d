"""A file on a page: the field for it, with how large it may be in the page's language, and its place in the line while it waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from actions.waiting import told_place
from landuse.words import messages
from landuse.words.foreign import escape


def field(label: str, key: str, most_mb: int, lang: str, **more: Any) -> Any:
    """Draw the field, as `st.file_uploader` does; what was given."""
    given = st.file_uploader(label, key=key, max_upload_size=most_mb, **more)
    st.caption(messages.text(lang, "forms.upload.limit", most_mb=most_mb))
    return given


@contextmanager
def in_line(name: str, lang: str) -> Iterator[None]:
    """While the file of this name waits to be read in the block, its place in the line stands here."""
    shown = st.empty()

    def say(place: int, count: int) -> None:
        words = messages.text(lang, "import.waiting", file=name, place=place, count=count)
        shown.html(f'<div class="notice next" role="status"><p>{escape(words)}</p></div>' if place else "<p></p>")

    with told_place(say):
        yield
    shown.empty()
