"""What the last act did, or why it was refused: one sentence over the page or by the button, as text whatever people have typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

import streamlit as st

from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from landuse.words.log import happened
from views.parts import error_words, focus

_KEY = "notice"

Line = tuple[str, Mapping[str, str | dict[str, str]]]


@dataclass(frozen=True)
class Notice:
    """A sentence by its key, so that it follows the language.

    page : where it is drawn: a page, or a form of one
    lines : keys with their values, each a text or a text by language; below a refusal what it is about
    undo : the events that can be taken back
    seek : whether it is brought into view
    turn : what no other notice has
    """

    page: str
    park_id: str | None
    lines: tuple[Line, ...] = ()
    error: LanduseError | None = None
    undo: tuple[int, ...] = ()
    seek: bool = True
    turn: str = field(default_factory=lambda: uuid4().hex)


def done(page: str, park_id: str | None, *lines: Line, undo: tuple[int, ...] = (), seek: bool = True) -> None:
    """Remember what was done, until the next act."""
    st.session_state[_KEY] = Notice(page, park_id, lines, None, undo, seek)


def refused(page: str, park_id: str | None, error: LanduseError, *lines: Line) -> None:
    """Remember why nothing was done."""
    happened("refusal", where=page, park=park_id, code=error.code, said=error)
    st.session_state[_KEY] = Notice(page, park_id, lines, error)


def forget() -> None:
    """Say nothing any more."""
    st.session_state.pop(_KEY, None)


def show(page: str, park_id: str | None, lang: str) -> Notice | None:
    """Draw the sentence of the last act on this page; gives it back where there is one."""
    notice = st.session_state.get(_KEY)
    if notice is None or (notice.page, notice.park_id) != (page, park_id):
        return None
    lines = [messages.text(lang, key, **_in(values, lang)) for key, values in notice.lines]
    if notice.error is not None:
        st.html(_box("error", [error_words.sentence(notice.error, lang), *lines], "alert", notice.turn))
    else:
        st.html(_box("done", lines, "status", notice.turn))
    if notice.seek:
        focus.notice(notice.turn)
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


def _in(values: dict[str, str | dict[str, str]], lang: str) -> dict[str, str]:
    return {name: value[lang] if isinstance(value, dict) else value for name, value in values.items()}


def _box(kind: str, lines: list[str], role: str, turn: str = "") -> str:
    named = f' data-turn="{turn}"' if turn else ""
    return f'<div class="notice {kind}" role="{role}"{named}>{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>'
