"""The map as one widget: `park_map()`, the only place that knows how it is drawn in the browser.

A few lines are handed to Streamlit; they load `static/map/main.js`, which is Leaflet over GeoJSON by URL.
Nothing about a parcel's shape passes through the page's own connection, and no iframe is needed.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from landuse.words import messages
from landuse.words.foreign import each, for_line
from landuse.words.languages import languages

_HTML = """<div class="frame" hidden>
<div class="tools" role="group" hidden></div>
<p class="hint" role="status" hidden></p>
<div class="stage">
 <div class="map" role="application" tabindex="0"></div>
 <div class="parks"></div>
 <div class="watermark" aria-hidden="true" hidden></div>
 <div class="corner" hidden></div>
 <div class="side" hidden>
  <div class="search"><input type="search" role="combobox" aria-autocomplete="list" aria-expanded="false" autocomplete="off" maxlength="60">
   <ul role="listbox" hidden></ul></div>
  <div class="buttons" role="toolbar"></div>
 </div>
 <div class="place" hidden></div>
 <div class="north" aria-hidden="true"><b>N</b></div>
 <div class="running" aria-hidden="true" hidden></div>
 <div class="reading" hidden><span role="status"></span><div></div></div>
 <div class="alert" role="status"></div>
 <details class="layers" hidden><summary></summary><ul></ul></details>
</div>
<details class="key" open><summary></summary><ul class="legend"></ul></details>
</div>"""
_MOUNT_JS = """export default async function (component) {
  const { default: mount } = await import(new URL("assets/map/main.js", document.baseURI).href);
  return mount(component);
}"""
_WORDS = (
    "zoom_in", "zoom_out", "fit", "layers", "legend", "failed", "tiles_failed", "map_label", "full", "measure", "print", "map_tools",
    "north", "names", "search", "search_park", "search_none", "search_hits", "measure_start", "measure_done", "measure_undo",
    "measure_close", "measure_around",
)  # fmt: skip

_map = st.components.v2.component("parkareal_map", html=_HTML, js=_MOUNT_JS)


def park_map(data: dict[str, Any], lang: str, on_picked: Callable[[], None], on_drawn: Callable[[], None] = lambda: None) -> None:
    """Draw the map; `on_picked` runs when a unit or a park is clicked, and `picked()` then says which.

    Parameters
    ----------
    data : legend, layers, classes, units (url), selected, filter, markers, bounds, watermark, corner, attribution,
        and drawing (views/map/drawing.py) where the page lets people draw; whole where the map fills the window, and then
        search (url) where units can be searched for
    on_drawn : runs when something was drawn, changed or deleted, and `drawn()` then gives all that is drawn
    """
    words = {name: messages.text(lang, f"views.map.{name}") for name in _WORDS}
    words |= {name: messages.text(lang, f"views.{name}") for name in ("undecided", "unregistered")}
    words["east"] = languages()[lang].east
    told = each({**data, "lang": lang, "words": words}, for_line)  # names of others among them
    _map(data=told, key="map", on_picked_change=on_picked, on_drawn_change=on_drawn)


def picked() -> str | None:
    """What was clicked last, inside `on_picked`."""
    return (st.session_state.get("map") or {}).get("picked")


def drawn() -> dict[str, Any] | None:
    """All that stands drawn on the map, inside `on_drawn`: a GeoJSON collection as the browser gave it, not checked."""
    return (st.session_state.get("map") or {}).get("drawn")
