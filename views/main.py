"""The web app's frame: settings, language, head, and the page that was asked for."""

from pathlib import Path

import streamlit as st

from actions import map_data
from landuse.errors import LanduseError
from views import _choices, _shell, _state, data_eksport
from views._pages import PAGES, open_pages

_ICON = Path(__file__).parent.parent / "static" / "icon.png"


def _body(lang: str) -> None:
    """The chosen page; bad data is told in one sentence."""
    controls = _shell.head(lang)
    _shell.tabs(open_pages(st.session_state["plot"]), lang)
    try:
        parks = map_data.parks()
        if not parks:
            data_eksport.first_park(lang)
            return
        park = _choices.choose(parks, controls, lang)
        PAGES[st.session_state["page"]](parks, park, lang)
    except LanduseError as error:
        st.error(error.text(lang), icon=":material/error:")


st.set_page_config(page_title="Parkareal", page_icon=str(_ICON), layout="wide", initial_sidebar_state="collapsed")
_state.start(tuple(PAGES))
_body(st.session_state["lang"])
_shell.foot(st.session_state["lang"])
