"""One park: its map from edge to edge, the key figures over it, and in the panel the picked unit's card, the table, all figures."""

from datetime import date
from typing import Any
from urllib.parse import quote

import streamlit as st

from actions.map import map_data
from landuse.words import messages
from parks.park import Park
from views import state
from views.frame import strip
from views.frame.panel import panel
from views.kart import card, park_figures, published, table
from views.map import parts as map_parts
from views.map.component import park_map, picked
from views.parts import figures as parts_figures
from views.parts import guard, notice, style, waiting
from views.web import cached


@guard.fragment
def show(park: Park, when: map_data.When, lang: str) -> None:
    """Draw the whole park; the map is told first, since its shapes are fetched while the rest is drawn."""
    style.load("plots")
    on = map_data.day(park, when)
    with st.container(key="stage"):
        park_map(_map(park, on, lang), lang, _unit_picked)
    unit = st.session_state.get("unit")
    strip_place = st.container()
    with panel(unit, lang):
        with waiting.one(park, when, lang):
            cached.park_status(park.id, when, lang)
        card.card(park, unit, when, lang)
        if unit:
            st.button(messages.text(lang, "frame.close"), key="close_card", on_click=_close)
        figures = cached.park_status(park.id, when, lang)
        with strip_place:
            strip.draw(park_figures.strip(figures, figures["targets"], lang), lang)
        if "zoning" not in park.layers:
            notice.info(messages.text(lang, "views.only_perimeter"), notice.import_files(lang))
        parts_figures.remarks(messages.text(lang, "views.notes"), figures["notes"])
        with st.expander(messages.text(lang, "views.table.title")):
            table.units_table(park, when, lang)
        with st.expander(messages.text(lang, "views.key_figures")):
            _figures(park, figures, lang)
        published.published(park, lang)
        st.html(_file_link(park, on, lang))


def _map(park: Park, on: date, lang: str) -> dict[str, Any]:
    parts = map_parts.only(map_parts.park_parts(park, on, lang), st.session_state["show"], lang)
    return parts | {"whole": True, "selected": st.session_state.get("unit")}


def _figures(park: Park, figures: dict[str, Any], lang: str) -> None:
    """All figures beside their targets."""
    targets = figures["targets"]
    parts_figures.tiles(park_figures.headline(figures, targets, lang), park.example, lang)
    parts_figures.section(messages.text(lang, "views.readings_two"), park.example, lang)
    parts_figures.tiles(park_figures.two_readings(figures, targets, lang), park.example, lang)
    parts_figures.readings(messages.text(lang, "views.readings"), park_figures.readings(figures, lang), park.example, lang)
    parts_figures.readings(messages.text(lang, "views.indicators"), park_figures.indicators(figures, lang), park.example, lang)


def _unit_picked() -> None:
    st.session_state["table_turn"] = st.session_state.get("table_turn", 0) + 1
    state.choose_unit(picked())


@guard.act
def _close() -> None:
    st.session_state["table_turn"] = st.session_state.get("table_turn", 0) + 1
    state.choose_unit(None)


def _file_link(park: Park, on: date, lang: str) -> str:
    words = messages.text(lang, "views.map.file")
    return f'<p class="links"><a href="geo/{quote(park.id)}/map.html?date={on.isoformat()}&amp;lang={lang}" download>{words}</a></p>'
