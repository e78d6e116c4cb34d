"""The field for a file: how large it may be stands below it in the page's language, where Streamlit's own line is English."""

from typing import Any

import streamlit as st

from landuse.words import messages


def field(label: str, key: str, most_mb: int, lang: str, **more: Any) -> Any:
    """Draw the field, as `st.file_uploader` does; what was given."""
    given = st.file_uploader(label, key=key, max_upload_size=most_mb, **more)
    st.caption(messages.text(lang, "forms.upload.limit", most_mb=most_mb))
    return given
