"""A slider of time over the map: the baseline, the days on which something changed, today."""

from datetime import date
from typing import Any

import streamlit as st

from actions.map import map_data
from actions.progress import changes
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from layers import registry
from parks.park import Park
from views import state
from views.kart import ADDRESS
from views.parts import guard
from views.web import cached

_MOUNT_JS = """export default async function (component) {
  const { default: mount } = await import(new URL("assets/frame/days.js", document.baseURI).href);
  return mount(component);
}"""
_HTML = '<div class="days" role="group"></div>'
PAGE = ADDRESS  # where it stands
_NEAR = 3  # days on each side
_WORDS = ("before", "after")

_days = st.components.v2.component("parkareal_days", html=_HTML, js=_MOUNT_JS)


def draw(park: Park, lang: str) -> None:
    """Draw it, in a place of its own before the map, which would be made anew if something came to stand before it.

    Nothing for a park whose today is its baseline. The days beside the chosen one are found meanwhile.
    """
    try:
        stops = _stops(park, lang)
    except LanduseError:  # what keeps the days from being found keeps the page from its units, and the page says so
        return
    if len(stops) < 2:
        return
    words = {name: messages.text(lang, f"frame.days.{name}") for name in _WORDS} | {"label": messages.text(lang, "views.date")}
    told = {"days": stops, "date": st.session_state["date"], "words": words}
    _days(data=told, key="days_widget", on_day_change=lambda: _chosen(park))
    if st.session_state["date"] != "today":  # somebody moves in time: the days beside are soon asked for
        cached.find_days(park.id, _beside([stop["id"] for stop in stops]), lang)


def _beside(ids: list[str]) -> list[map_data.When]:
    """The days around the chosen one, the nearest first; all of them would fill the memory with a large park."""
    at = ids.index(st.session_state["date"])
    near = sorted(range(max(at - _NEAR, 0), min(at + _NEAR + 1, len(ids))), key=lambda place: abs(place - at))
    return [day for day in (state.read_when(ids[place]) for place in near[1:]) if day]


def _stops(park: Park, lang: str) -> list[dict[str, Any]]:
    """Each day with its words and what changed on it; a day that an address asks for stands among them."""
    found, chosen = changes.days(park), state.when()
    between = sorted({*found, *([chosen] if isinstance(chosen, date) else [])})
    named = {name: numbers.day(map_data.day(park, name), lang) for name in state.DAYS}
    ends = {name: {"id": name, "label": messages.text(lang, f"views.date.{name}", day=day), "note": ""} for name, day in named.items()}
    stops = [{"id": day.isoformat(), "label": numbers.day(day, lang), "note": _changed(found.get(day, ()), lang)} for day in between]
    return [ends["baseline"], *stops, ends["today"]] if park.baseline_date < park.current_date() else []


def _changed(names: tuple[str, ...], lang: str) -> str:
    return ", ".join(messages.text(lang, "frame.days.said") if name == changes.SAID else registry.layer(name).title(lang) for name in names)


@guard.act
def _chosen(park: Park) -> None:
    asked = state.read_when((st.session_state.get("days_widget") or {}).get("day"))
    if asked is not None:
        state.choose_day(park, map_data.day(park, asked) if isinstance(asked, date) else asked)
