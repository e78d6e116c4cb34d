"""What every page shares: style, the place that the skip link leads to, and the foot."""

from pathlib import Path

import streamlit as st

from actions.people import asking
from landuse.roles import may
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
    """Where the map's outline comes from, what the page does not do, and who is logged in, with the way out."""
    st.html(f'<footer class="foot">{escape(messages.text(lang, "views.foot"))}{_who(lang)}</footer>')


def _who(lang: str) -> str:
    person = asking.current()
    if person is None or not person.number:
        return ""
    said = messages.text(lang, "login.as", name=person.name, role=may.role_label(person.role, lang))
    return f' {escape(said)} <a href="/logout?lang={lang}" target="_self">{escape(messages.text(lang, "login.asked.go"))}</a>'
