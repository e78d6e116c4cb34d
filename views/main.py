"""The web app's frame: settings, language, head, and the page that was asked for."""

from pathlib import Path

import streamlit as st

from actions.map import map_data
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import Park, name_words
from views import shell, state
from views.data_eksport import page as data_eksport
from views.frame import bar, days
from views.pages import PAGES, open_pages
from views.parts import choices, entry, guard, rerun

_ICON = Path(__file__).parent.parent / "static" / "icon.png"


def _body(lang: str) -> None:
    """The chosen page; bad data is told in one sentence."""
    shell.begin()
    place, notices, time = st.container(key="bar"), st.container(key="notices"), st.container(key="days")
    try:
        every, unread = entry.parks(map_data.parks()), None
    except LanduseError as error:
        every, unread = [], error
    park = choices.chosen(every)
    state.settle_day(park)
    parks = choices.listed(every)
    with place:
        bar.draw(parks, park, entry.pages(open_pages(st.session_state.get)), lang)
    st.set_page_config(page_title=_title(park, lang))
    with notices:
        guard.show_refused_act()
        if every:
            choices.show_unknown(every, lang)
    if park and st.session_state["page"] == days.PAGE:
        with time:
            days.draw(park, lang)
    shell.content_begins()
    try:
        entry.check()
        if unread:
            raise unread
        if parks:
            PAGES[st.session_state["page"]].draw(parks, park, lang)
        else:
            rerun.if_asked()
            entry.check_first()
            choices.examples_switch(every, lang)
            data_eksport.first_park(lang)
    except LanduseError as error:
        with notices:
            st.error(for_markdown(error.text(lang)), icon=":material/error:")


def _title(park: Park | None, lang: str) -> str:
    """Page, park and tool, as the browser's tab and a screen reader tell them."""
    name, where = st.session_state["page"], messages.text(lang, "views.norway") if park is None else name_words(park, lang)
    return f"{messages.text(lang, f'views.page.{name}')} – {where} – Parkareal"


st.set_page_config(page_title="Parkareal", page_icon=str(_ICON), layout="wide", initial_sidebar_state="collapsed")
_pages = entry.pages(open_pages(lambda name: st.session_state.get(name, st.query_params.get(name))))
state.start(_pages)
entry.settle(_pages)
_body(st.session_state["lang"])
shell.foot(st.session_state["lang"])
