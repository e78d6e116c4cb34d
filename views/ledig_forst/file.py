"""A file on the page Ledig først: read once through the guarded door, kept while its field is elsewhere, gone when it is removed."""

from typing import Any

import streamlit as st

from actions.imports import upload_shapes
from landuse.words import messages
from landuse.words.errors import LanduseError
from views.parts import error_words, notice, upload

_FILE_MB = 200


def shapes_of(key: str, label: str, lang: str) -> dict[str, Any] | None:
    """The shapes of the file in a field, or of one that was given before; None where there is none.

    A field that the page has left stands empty when the page comes back: then the file is named, with a button that removes it.
    """
    file = upload.field(label, f"{key}-upload", _FILE_MB, lang, on_change=remove, args=(key,))
    if file is not None:
        _read(file, key, lang)
    kept = st.session_state.get(key)
    if kept and file is None:
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.text(kept[0])
        right.button(messages.text(lang, "first.file.remove"), key=f"{key}-remove", on_click=remove, args=(key,))
    return kept[1] if kept else None


def keep(key: str, name: str, shapes: dict[str, Any]) -> None:
    """Put shapes in a field, with the name that a sentence calls them by."""
    st.session_state[key] = (name, shapes | {"name": name})


def remove(key: str) -> None:
    """Forget what a field held."""
    for part in (key, f"{key}-read", f"{key}-refused"):
        st.session_state.pop(part, None)


def _read(file: Any, key: str, lang: str) -> None:
    """Read a file the first time that it is seen; what was refused is said for as long as it stands there."""
    if st.session_state.get(f"{key}-read") != file.file_id:
        remove(key)
        st.session_state[f"{key}-read"] = file.file_id
        try:
            with upload.in_line(file.name, lang):
                keep(key, file.name, upload_shapes.upload_shapes(file.name, file.getvalue()))
        except LanduseError as error:
            st.session_state[f"{key}-refused"] = error
    if f"{key}-refused" in st.session_state:
        notice.refusal(error_words.sentence(st.session_state[f"{key}-refused"], lang))
