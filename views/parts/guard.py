"""Refusals where a page's own frame does not catch them: in a part that is drawn anew alone, and in what a widget does.

Streamlit shows what comes out of either as an English fault of the app. Every part and every act of a widget goes through here.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

import streamlit as st

from landuse.words.errors import LanduseError
from landuse.words.log import happened
from views.parts import entry, error_words, notice

_ACT, _PART = "refused_act", "refused_part"
_with_the_page: ContextVar[bool] = ContextVar("with_the_page", default=False)


def fragment(draw: Callable[..., None]) -> Callable[..., None]:
    """A part that is drawn anew alone (`st.fragment`); what refuses it then stands in its place, in one sentence."""

    @st.fragment
    @wraps(draw)
    def part(*given: Any, **named: Any) -> None:
        show_refused_act()
        try:
            entry.check()
            draw(*given, **named)
        except LanduseError as error:
            if not _with_the_page.get():
                _tell(error)
            st.session_state[_PART] = error

    @wraps(draw)
    def drawn(*given: Any, **named: Any) -> None:
        st.session_state.pop(_PART, None)
        token = _with_the_page.set(True)
        try:
            part(*given, **named)
        finally:
            _with_the_page.reset(token)
        if error := st.session_state.pop(_PART, None):
            raise error  # the page has one sentence for all of its parts

    return drawn


def act(do: Callable[..., None]) -> Callable[..., None]:
    """What a widget does when it is used; what refuses it is told where the page, or the part, is drawn next."""

    @wraps(do)
    def done(*given: Any, **named: Any) -> None:
        try:
            entry.check()
            do(*given, **named)
        except LanduseError as error:
            happened("refusal", where="page", code=error.code, said=error)
            st.session_state[_ACT] = error

    return done


def show_refused_act() -> None:
    """Draw the sentence of an act that was refused since the page was drawn."""
    if error := st.session_state.pop(_ACT, None):
        _tell(error)


def _tell(error: LanduseError) -> None:
    notice.refusal(error_words.sentence(error, st.session_state["lang"]))
