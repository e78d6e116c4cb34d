"""What is asked on the page Ledig først: the footprint, its supply lines, what is needed, and what counts in the order."""

from datetime import date
from itertools import takewhile
from typing import Any

import pandas as pd
import streamlit as st

from actions.map import map_data
from actions.vacant_first import words
from landuse.vacant_first.footprint import check_drawn
from landuse.vacant_first.needs import NEEDS
from landuse.vacant_first.ranking import read_weights
from landuse.vacant_first.supply_lines import line_kinds
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views.bekreftelse import ADDRESS as CONFIRM
from views.ledig_forst import file
from views.map import drawing as map_drawing
from views.map.drawing import Drawing
from views.parts import notice
from views.parts.words import told_apart, unit_name

SOURCES = ("draw", "file", "plot")
_NUMBERS = ("daa", "width_m", "side_m", "floor_m2", "mw", "main_road_m", "slope_pct")
_PLAIN = {"LineString": "line", "Point": "point"}
_TRUTHS = ("water", "sewer", "quay", "rail")


def drawing(park: Park) -> Drawing:
    """What may be drawn: the footprint as polygons, supply lines as lines and points."""
    return Drawing(f"first-{park.id}", park.place, check=check_drawn)


def _file_key(park: Park) -> str:
    return f"first-file-{park.id}"


def _lines_key(park: Park) -> str:
    return f"first-lines-{park.id}"


def asked(park: Park, lang: str) -> dict[str, Any] | None:
    """The question as the forms stand; None where there is no footprint yet."""
    st.html(f'<h2 class="section">{escape(messages.text(lang, "first.ask"))}</h2>')
    source = st.segmented_control(
        messages.text(lang, "first.source"),
        SOURCES,
        key="first-source",
        default=SOURCES[0],
        required=True,
        wrap=True,
        format_func=lambda name: messages.text(lang, f"first.source.{name}"),
    )
    footprint = {"draw": _drawn, "file": _filed, "plot": _plots}[source or SOURCES[0]](park, lang)
    lines = _lines(park, lang)
    needs = _needs(park, lang)
    weights = _weights(lang)
    if footprint is None:
        return None
    on = park.current_date().isoformat()
    return {"footprint": footprint, "lines": lines, "needs": needs, "weights": weights, "on": on}


def take_up(park: Park, question: dict[str, Any], title: str) -> None:
    """Set the forms as they stood in a kept case; its footprint and lines lie on the map, to be moved and reshaped."""
    _take_up_shapes(park, question, title)
    needs = question.get("needs") or {}
    for name in _NUMBERS:
        st.session_state[f"first-need-{name}"] = float(needs[name]) if name in needs else None
    for name in _TRUTHS:
        st.session_state[f"first-need-{name}"] = bool(needs.get(name))
    st.session_state["first-need-codes"] = str(needs.get("zone_codes") or "")
    st.session_state["first-need-ready_by"] = date.fromisoformat(needs["ready_by"]) if "ready_by" in needs else None
    for name, weight in read_weights(question.get("weights")).items():
        st.session_state[f"first-weight-{name}"] = int(weight)


def _take_up_shapes(park: Park, question: dict[str, Any], title: str) -> None:
    """Draw what can be drawn; what the map cannot bear, such as the names of those who share a line, stays as the case's own file."""
    given, rows = question["footprint"], _rows(question.get("lines"))
    plots = isinstance(given, list)
    areas = [] if plots else [{"type": "Feature", "properties": {}, "geometry": one["geometry"]} for one in _rows(given)]
    plain = list(takewhile(_is_plain, rows))
    try:
        map_drawing.put(drawing(park), [*areas, *plain])
    except LanduseError:  # too large to draw, or far from the park: as it was given
        plain = []
        map_drawing.forget(drawing(park).name)
    drawn = map_drawing.drawn(drawing(park).name) is not None
    st.session_state["first-source"] = "plot" if plots else "draw" if drawn else "file"
    if plots:
        st.session_state[f"first-plots-{park.id}"] = given
    filed = ((_file_key(park), given, [] if drawn else areas), (_lines_key(park), question.get("lines"), rows[len(plain) :]))
    for key, document, left in filed:
        file.remove(key)
        if left:
            file.keep(key, document.get("name") or title, {"type": "FeatureCollection", "features": left})
    for number, one in enumerate(plain, start=1):
        st.session_state[f"first-line-{number}-{_PLAIN[one['geometry']['type']]}"] = one["properties"]["kind"]


def _rows(document: dict[str, Any] | None) -> list[dict[str, Any]]:
    rows = (document or {"features": []}).get("features", [document])
    return [{"type": "Feature", "properties": one.get("properties") or {}, "geometry": one.get("geometry", one)} for one in rows]


def _is_plain(line: dict[str, Any]) -> bool:
    """Whether a supply line is all that the map can draw: of one part, with a kind, and no names."""
    told = line["properties"]
    known = line_kinds().get(told.get("kind"), {}).get("geometry")
    return known == _PLAIN.get(line["geometry"]["type"], "") and not (told.get("name") or told.get("serves"))


def _drawn(park: Park, lang: str) -> dict[str, Any] | None:
    with st.expander(messages.text(lang, "first.text")):
        map_drawing.text_beside(drawing(park), lang)
    shapes = map_drawing.drawn(drawing(park).name)
    areas = [one for one in (shapes or {"features": []})["features"] if one["properties"]["kind"] == "polygon"]
    if not areas:
        st.caption(messages.text(lang, "first.draw.help"))
        return None
    size = sum(one["properties"]["area_m2"] for one in areas)
    st.html(f'<p class="said">{escape(messages.text(lang, "first.drawn", count=len(areas), area=numbers.area(size, lang)))}</p>')
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": one["geometry"]} for one in areas]}


def _filed(park: Park, lang: str) -> dict[str, Any] | None:
    """The footprint of a file, kept until it is removed or another file comes."""
    shapes = file.shapes_of(_file_key(park), messages.text(lang, "first.file"), lang)
    st.caption(messages.text(lang, "first.file.help"))
    return shapes


def _plots(park: Park, lang: str) -> list[str] | None:
    units = map_data.units_table(park.id, park.current_date(), map_data.version(park.id))
    vacant = units[units["class"] == "vacant_zoned"].sort_values("area_m2", ascending=False)
    names = {unit: _plot_words(row, lang) for unit, row in vacant.iterrows()}
    if not names:
        step = (messages.text(lang, "frame.next.confirm"), {"page": CONFIRM})
        notice.info(messages.text(lang, "first.plots.no_vacant"), *([step] if "zoning" in park.layers else [notice.import_files(lang)]))
        return None
    key = f"first-plots-{park.id}"
    st.session_state[key] = [unit for unit in st.session_state.get(key) or [] if unit in names]
    chosen = st.multiselect(
        messages.text(lang, "first.plots"),
        list(names),
        key=key,
        format_func=told_apart(names, names.__getitem__),
        placeholder=messages.text(lang, "first.plots.none"),
    )
    return chosen or None


def _plot_words(row: pd.Series, lang: str) -> str:
    """A plot by its name and size, and that it is undecided where it is."""
    doubt = f" · {messages.text(lang, 'views.undecided').lower()}" if row["undecided"] else ""
    return f"{unit_name(row['name'], lang)} ({numbers.area(row['area_m2'], lang)}){doubt}"


def _lines(park: Park, lang: str) -> dict[str, Any] | None:
    """Supply lines: those drawn, each with its kind, and those of a file."""
    shapes = map_drawing.drawn(drawing(park).name) or {"features": []}
    drawn = [one for one in shapes["features"] if one["properties"]["kind"] != "polygon"]
    with st.expander(messages.text(lang, "first.lines"), expanded=bool(drawn)):
        st.caption(messages.text(lang, "first.lines.help"))
        rows = [_line(number, one, lang) for number, one in enumerate(drawn, start=1)]
        filed = file.shapes_of(_lines_key(park), messages.text(lang, "first.lines.file"), lang)
        rows += filed["features"] if filed else []
    name = {"name": filed["name"]} if filed else {}
    return {"type": "FeatureCollection", "features": rows} | name if rows else None


def _line(number: int, one: dict[str, Any], lang: str) -> dict[str, Any]:
    wanted = "line" if one["properties"]["kind"] == "line" else "point"
    kinds = [name for name, told in line_kinds().items() if told["geometry"] == wanted]
    label = messages.text(lang, f"first.lines.{wanted}", number=number)
    kind = st.selectbox(
        label, kinds, key=f"first-line-{number}-{wanted}", format_func=lambda name: messages.text(lang, f"encroach.line.{name}")
    )
    return {"type": "Feature", "properties": {"kind": kind}, "geometry": one["geometry"]}


def _needs(park: Park, lang: str) -> dict[str, Any]:
    """What the newcomer needs; a field that is left empty is no need."""
    said: dict[str, Any] = {}
    with st.container(key="first-needs"):
        st.html(f'<h3 class="form">{escape(messages.text(lang, "first.needs"))}</h3>')
        places = st.columns(2, gap="small")
        for number, name in enumerate(_NUMBERS):
            said[name] = places[number % 2].number_input(
                _need_label(name, lang), min_value=0.0, value=None, step=1.0, format="%g", key=f"first-need-{name}"
            )
        places = st.columns(2, gap="small")
        for number, name in enumerate(_TRUTHS):
            said[name] = places[number % 2].checkbox(_need_label(name, lang), key=f"first-need-{name}") or None
        said["zone_codes"] = st.text_input(_need_label("zone_codes", lang), key="first-need-codes", placeholder="1340;1350") or None
        said["ready_by"] = st.date_input(
            _need_label("ready_by", lang), value=None, min_value=park.current_date(), key="first-need-ready_by", format="DD.MM.YYYY"
        )
        st.caption(messages.text(lang, "first.needs.help"))
    ready = said["ready_by"]
    said["ready_by"] = ready.isoformat() if ready else None
    return {name: value for name, value in said.items() if value}


def _need_label(name: str, lang: str) -> str:
    unit = NEEDS[name][1]
    return f"{words.need_label(name, lang)} ({unit})" if unit else words.need_label(name, lang)


def _weights(lang: str) -> dict[str, float]:
    """How much each criterion counts in the order."""
    said: dict[str, float] = {}
    with st.expander(messages.text(lang, "first.weights")):
        st.caption(messages.text(lang, "first.weights.help"))
        for name, own in read_weights(None).items():
            key = f"first-weight-{name}"
            st.session_state.setdefault(key, int(own))
            said[name] = float(st.slider(messages.text(lang, f"encroach.criterion.{name}"), 0, 10, step=1, key=key))
    return said
