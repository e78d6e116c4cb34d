"""The web app's frame: settings, language, head, and the page that was asked for."""

from pathlib import Path

import streamlit as st

from actions.map import map_data
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import Park
from views import shell, state
from views.data_eksport import page as data_eksport
from views.pages import PAGES, open_pages
from views.parts import choices, guard

_ICON = Path(__file__).parent.parent / "static" / "icon.png"


def _body(lang: str) -> None:
    """The chosen page; bad data is told in one sentence."""
    controls = shell.head(lang)
    shell.tabs(open_pages(st.session_state["plot"]), lang)
    try:
        parks = map_data.parks()
        if not parks:
            data_eksport.first_park(lang)
            return
        guard.show_refused_act()
        park = choices.choose(parks, controls, lang)
        st.set_page_config(page_title=_title(park, lang))
        shell.content_begins()
        PAGES[st.session_state["page"]](parks, park, lang)
    except LanduseError as error:
        st.error(for_markdown(error.text(lang)), icon=":material/error:")


def _title(park: Park | None, lang: str) -> str:
    """Page, park and tool, as the browser's tab and a screen reader tell them."""
    name, where = st.session_state["page"], messages.text(lang, "views.norway") if park is None else park.name
    return f"{messages.text(lang, f'views.page.{name}')} – {where} – Parkareal"


st.set_page_config(page_title="Parkareal", page_icon=str(_ICON), layout="wide", initial_sidebar_state="collapsed")
state.start(open_pages(st.session_state.get("plot", st.query_params.get("plot"))))
_body(st.session_state["lang"])
shell.foot(st.session_state["lang"])
