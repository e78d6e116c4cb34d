"""What the last act did, or why it was refused: one sentence over the page, as text whatever people have typed."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from landuse import messages
from landuse.errors import LanduseError
from views import _error_words

_KEY = "notice"


@dataclass(frozen=True)
class Notice:
    """A sentence by its key, so that it follows the language; `undo` names the events that can be taken back."""

    page: str
    park_id: str | None
    lines: tuple[tuple[str, dict[str, str]], ...] = ()
    error: LanduseError | None = None
    undo: tuple[int, ...] = ()


def done(page: str, park_id: str | None, *lines: tuple[str, dict[str, str]], undo: tuple[int, ...] = ()) -> None:
    """Remember what was done, until the next act."""
    st.session_state[_KEY] = Notice(page, park_id, lines, None, undo)


def refused(page: str, park_id: str | None, error: LanduseError) -> None:
    """Remember why nothing was done."""
    st.session_state[_KEY] = Notice(page, park_id, error=error)


def forget() -> None:
    """Say nothing any more."""
    st.session_state.pop(_KEY, None)


def show(page: str, park_id: str | None, lang: str) -> Notice | None:
    """Draw the sentence of the last act on this page; gives it back where there is one."""
    notice = st.session_state.get(_KEY)
    if notice is None or (notice.page, notice.park_id) != (page, park_id):
        return None
    if notice.error is not None:
        st.html(_box("error", [_error_words.sentence(notice.error, lang)], "alert"))
    else:
        st.html(_box("done", [messages.text(lang, key, **values) for key, values in notice.lines], "status"))
    return notice


def info(text: str) -> None:
    """Draw a sentence that says what to do next."""
    st.html(_box("next", [text], "note"))


def refusal(text: str) -> None:
    """Draw a sentence that says what went wrong."""
    st.html(_box("error", [text], "alert"))


def success(text: str) -> None:
    """Draw a sentence that says what was done."""
    st.html(_box("done", [text], "status"))


def _box(kind: str, lines: list[str], role: str) -> str:
    return f'<div class="notice {kind}" role="{role}">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>'
