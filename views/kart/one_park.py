"""One park: its figures beside their targets, its map with the picked unit's card, its table, what is published of it."""

from typing import Any
from urllib.parse import quote

import streamlit as st

from actions.map import map_data
from landuse.words import messages
from parks.park import Park
from views import state
from views.kart import card, park_figures, published, table
from views.kart import search as kart_search
from views.map import parts as map_parts
from views.map.component import park_map, picked
from views.parts import figures as parts_figures
from views.parts import guard, notice
from views.tomter import style as plot_style
from views.web import cached


def show(park: Park, when: map_data.When, lang: str) -> None:
    """Draw the whole park; the map is told first, since its shapes are fetched while the rest is drawn."""
    above = st.container()
    _room(park, when, lang)
    with above:
        figures = _headline(park, when, lang)
    targets = figures["targets"]
    parts_figures.remarks(messages.text(lang, "views.notes"), figures["notes"])
    parts_figures.section(messages.text(lang, "views.readings_two"), park.example, lang)
    parts_figures.tiles(park_figures.two_readings(figures, targets, lang), park.example, lang)
    parts_figures.readings(messages.text(lang, "views.readings"), park_figures.readings(figures, lang), park.example, lang)
    parts_figures.readings(messages.text(lang, "views.indicators"), park_figures.indicators(figures, lang), park.example, lang)
    published.published(park, lang)


def _headline(park: Park, when: map_data.When, lang: str) -> dict[str, Any]:
    """What stands over the map; gives the park's figures."""
    if "zoning" not in park.layers:
        plot_style.load()
        notice.info(messages.text(lang, "views.only_perimeter"))
    figures = cached.park_status(park.id, when, lang)
    tiles = park_figures.headline(figures, figures["targets"], lang)
    parts_figures.tiles(tiles, park.example, lang, messages.text(lang, "views.key_figures"))
    return figures


@guard.fragment
def _room(park: Park, when: map_data.When, lang: str) -> None:
    """Map, card and table, which follow each other without the rest of the page."""
    on = map_data.day(park, when)
    search = st.container(key="search")  # of its own, so that hits do not mount the map anew
    left, right = st.columns([2.05, 1], gap="medium")
    with left:
        parts = map_parts.park_parts(park, on, lang)
        park_map(parts | {"selected": st.session_state.get("unit"), "filter": st.session_state["show"]}, lang, _unit_picked)
    with search:
        kart_search.search(park, when, lang)
    with right, st.container(key="card"):
        card.card(park, st.session_state.get("unit"), when, lang)
    parts_figures.section(messages.text(lang, "views.table.title"), park.example, lang)
    table.units_table(park, when, lang)
    st.html(_file_link(park, on.isoformat(), lang))


def _unit_picked() -> None:
    st.session_state["table_turn"] = st.session_state.get("table_turn", 0) + 1
    state.choose_unit(picked())


def _file_link(park: Park, on: str, lang: str) -> str:
    words = messages.text(lang, "views.map.file")
    return f'<p class="links"><a href="geo/{quote(park.id)}/map.html?date={on}&amp;lang={lang}" download>{words}</a></p>'
