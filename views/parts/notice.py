"""What the last act did, or why it was refused: one sentence over the page or by the button, as text whatever people have typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

import streamlit as st

from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from landuse.words.log import happened
from parks.park import Park, name_words
from views import state
from views.parts import error_words, focus

_KEY = "notice"
_MOST_LINKS = 12

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


def info(text: str, *steps: tuple[str, dict[str, str | None]]) -> None:
    """Draw a sentence that says what to do next, with a link for each step: its words, and what it changes of the page's address."""
    links = "".join(f'<a href="?{escape(urlencode(state.address(**other)))}" target="_self">{escape(words)}</a>' for words, other in steps)
    box = _box("next", [text], "note")
    st.html(box.replace("</div>", f'<p class="links">{links}</p></div>') if links else box)


def choose_park(text: str, parks: Sequence[Park], lang: str) -> None:
    """Say that a park must be chosen, with a link to each of the first; to a new one where there are none."""
    steps: list[tuple[str, dict[str, str | None]]] = [(name_words(park, lang), {"park": park.id}) for park in parks[:_MOST_LINKS]]
    info(text, *(steps or [new_park(lang)]))


def new_park(lang: str) -> tuple[str, dict[str, str | None]]:
    """The step that a page without parks has."""
    return messages.text(lang, "frame.next.new_park"), {"page": "data", "data": "new"}


def import_files(lang: str) -> tuple[str, dict[str, str | None]]:
    """The step that a park without the layers it needs has."""
    return messages.text(lang, "frame.next.import"), {"page": "data", "data": "import"}


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
