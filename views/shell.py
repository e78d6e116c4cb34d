"""What every page shares: style, head with the language switch, and foot."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from landuse.words import messages
from landuse.words.foreign import escape
from views import state
from views.map.component import page_language
from views.parts.words import told_apart

_STATIC = Path(__file__).parent.parent / "static"
_CONTENT = "innhold"  # where the skip link leads
_LANG_NAMES = {"nb": "Norsk", "en": "English"}


def head(lang: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The name of the tool and the language switch; gives the two places between them for the page's own choices."""
    for name in ("page.css", "own_words.css"):
        st.html(_STATIC / name)
    page_language(lang)
    left, first, second, right = st.columns([2.1, 1.9, 3.1, 1.2], vertical_alignment="bottom")
    with left:
        st.html(
            f'<a class="skip" href="#{_CONTENT}">{escape(messages.text(lang, "access.skip"))}</a>'
            f'<div class="brand"><h1>{escape(messages.text(lang, "views.title"))}</h1>'
            f"<p>{escape(messages.text(lang, 'views.subtitle'))}</p></div>"
        )
    with right, st.container(key="language"):
        st.segmented_control(
            "Språk / Language",
            messages.LANGS,
            key="lang",
            required=True,
            format_func=told_apart(_LANG_NAMES, _LANG_NAMES.__getitem__),
            label_visibility="collapsed",
            on_change=state.keep,
        )
    return first, second


def tabs(pages: tuple[str, ...], lang: str) -> None:
    """The choice of page, where there is more than one."""
    if len(pages) < 2:
        return
    with st.container(key="tabs"):
        st.segmented_control(
            messages.text(lang, "views.pages"),
            pages,
            key="page",
            required=True,
            wrap=True,
            format_func=lambda page: messages.text(lang, f"views.page.{page}"),
            label_visibility="collapsed",
            on_change=state.keep,
        )


def content_begins() -> None:
    """The place that the skip link leads to, past head, tabs and choices."""
    with st.container(key="content_begins"):
        st.html(f'<span id="{_CONTENT}" tabindex="-1"></span>')


def foot(lang: str) -> None:
    """Where the map's outline comes from, and what the page does not do."""
    st.html(f'<footer class="foot">{escape(messages.text(lang, "views.foot"))}</footer>')


def example_band(lang: str) -> None:
    """The mark over everything that is invented."""
    st.html(
        f'<div class="example-band" role="note"><b>{escape(messages.text(lang, "views.example.mark"))}</b> '
        f"{escape(messages.text(lang, 'views.example.sentence'))}</div>"
    )
