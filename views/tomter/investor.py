"""The investors' list: published plots of all parks, filtered, on a map and as cards that open a page of their own."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from actions.offers import published
from landuse.offers import facts as offer_facts
from landuse.words import messages, numbers
from landuse.words.foreign import escape
from parks.park import Park, name_words
from views import state
from views.frame.panel import panel
from views.kart.norway import BOUNDS, RING
from views.map import parts
from views.map.component import park_map, picked
from views.parts import figures, guard, notice, rerun
from views.parts.figures import mark
from views.tomter import compare, fact_words, filters, find, sides
from views.tomter import map as plot_map

_ON_CARD = ("readiness", "allowed_use", "water", "sewer", "quay", "rail", "price_nok_m2")

_FILL = "#F2C14E"
_NAMED = ("water", "sewer", "quay", "rail")


@guard.fragment
def show(parks: list[Park], park: Park | None, lang: str) -> None:
    """Draw the map of what is found, and in the panel beside it the list, with filters and comparison folded over it."""
    rerun.if_asked()
    offers = published.offers(lang)
    every = offers[offers["park_id"].isin([each.id for each in parks])]
    here = every if park is None else every[every["park_id"] == park.id]
    stage = st.container(key="stage")
    with panel(f"plots {park.id if park else ''}", lang, wide=True):
        sides.choose(lang)
        figures.section(messages.text(lang, "plots.investors.title"), any(each.example for each in parks), lang)
        found = _listed(here, park, lang) if len(here) else here
        if every.empty:
            notice.info(messages.text(lang, "plots.investors.none"))
        elif here.empty and park is not None:
            notice.info(messages.text(lang, "plots.investors.none_here", park=name_words(park, lang)))
    with stage:
        _map(parks, park, found, lang)


def _listed(here: gpd.GeoDataFrame, park: Park | None, lang: str) -> gpd.GeoDataFrame:
    """Draw the list of what passes the filters; which plots these are."""
    looked_for = filters.are_set() or bool(find.asked("list"))
    with st.expander(messages.text(lang, "plots.filter.title"), expanded=looked_for, key="find-plots", on_change="ignore"):
        found, needs = filters.choose(here, lang)
        st.caption(filters.count(found, here, lang))
        shortlist = compare.choose(found, lang) if len(found) > 1 else []
    find.keep(needs | {"list": shortlist})
    compare.show(found, shortlist, lang)
    with st.container(key="offers"):
        if found.empty:
            notice.info(messages.text(lang, "plots.investors.no_match"))
        else:
            st.html(_cards(found, lang))
    return found


def address(nomination_id: int, lang: str) -> str:
    """The address of a plot's own page, relative to the tool."""
    return f"?page=tomt&plot={nomination_id}" + (f"&lang={lang}" if lang != messages.DEFAULT_LANG else "")


def open_plot() -> None:
    """A plot was clicked on the map: its page."""
    st.session_state["plot"] = picked()
    st.session_state["page"] = "tomt"
    state.keep()


def _map(parks: list[Park], park: Park | None, found: gpd.GeoDataFrame, lang: str) -> None:
    if park is not None and not found.empty:
        turn = f"{len(found)}-{found.index.max()}"
        plot_map.show(park, published.ground_layers(park), turn, published.around(found), lang, lambda: _clicked(open_plot))
    else:
        park_map(_norway(parks, found, lang), lang, lambda: _clicked(lambda: state.choose_park(picked())))


def _clicked(act: Callable[[], None]) -> None:
    if picked():
        act()
        rerun.ask()


def _norway(parks: list[Park], found: gpd.GeoDataFrame, lang: str) -> dict[str, Any]:
    markers = [_marker(park, found[found["park_id"] == park.id], lang) for park in parks if (found["park_id"] == park.id).any()]
    return (
        parts.norway_parts(lang)
        | {
            "markers": markers,
            "bounds": BOUNDS,
            "legend": [{"label": messages.text(lang, "plots.legend.park"), "style": {"only": "ring", "fill": _FILL, "line": RING}}],
            "attribution": messages.text(lang, "views.map.source_norway"),
            "whole": True,
        }
        | parts.marks(any(park.example for park in parks), lang)
    )


def _marker(park: Park, rows: gpd.GeoDataFrame, lang: str) -> dict[str, Any]:
    daa = numbers.decimal(float(rows["net_daa"].astype(float).sum()), lang)
    figure = messages.text(lang, "plots.marker.figure", count=len(rows), daa=daa)
    aria = messages.text(lang, "plots.marker", park=name_words(park, lang), figure=figure)
    return {
        "id": park.id,
        "name": park.name,
        "figure": figure,
        "aria": aria,
        "place": list(park.place),
        "size": 18 + min(len(rows), 12),
        "fill": _FILL,
        "line": RING,
    }


def _cards(found: gpd.GeoDataFrame, lang: str) -> str:
    return f'<ul class="offers">{"".join(_card(index, row, lang) for index, row in found.iterrows())}</ul>'


def _card(nomination_id: int, row: pd.Series, lang: str) -> str:
    facts = row_facts(row)
    said = [_said(name, facts[name], lang) for name in _ON_CARD if facts.get(name) not in (None, "", "none")]
    head = f'<a href="{escape(address(nomination_id, lang))}" target="_self">{escape(row["title"])}</a>{mark(bool(row["example"]), lang)}'
    return (
        f'<li><h3>{head}</h3><p class="where">{escape(row["park_name"])}</p><p class="size">{escape(fact_words.size(facts, lang))}</p>'
        f"<p>{escape(' · '.join(said))}</p></li>"
    )


def _said(name: str, value: Any, lang: str) -> str:
    text = fact_words.words(name, value, lang)
    return f"{offer_facts.label(name, lang)}: {text[:1].lower()}{text[1:]}" if name in _NAMED else text


def row_facts(row: pd.Series) -> dict[str, Any]:
    """A row's facts without the blanks that a table puts where a plot says nothing."""
    return {name: value for name, value in row.items() if isinstance(value, (list, tuple, dict)) or pd.notna(value)}
