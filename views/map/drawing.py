"""Drawing on the park map, by mouse or by text: one widget that gives the same checked shapes both ways.

What is drawn is kept in the session under a name of the page's own. It survives reruns, a change of language and
leaving the page, and the map is never mounted anew for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
import streamlit as st

from landuse.measure.crs import MAP_EPSG
from landuse.quality import drawn as drawn_area
from landuse.quality.drawn import KINDS, Kind
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from landuse.words.languages import languages
from views.map import component
from views.parts import error_words, guard, notice

_WORDS = (
    "tools", "polygon", "line", "point", "edit", "remove", "finish", "undo", "cancel", "done", "say_idle", "say_polygon", "say_line",
    "say_point", "say_edit", "say_remove", "say_failed", "tip_first", "tip_next", "tip_line", "tip_polygon", "tip_point",
    "square", "square_daa", "square_wrong", "snap", "snap_help",
)  # fmt: skip
_EMPTY: dict[str, Any] = {"type": "FeatureCollection", "features": []}


@dataclass(frozen=True)
class Drawing:
    """What a page lets people draw: its own name for it, the place that it lies near (latitude, longitude), the kinds.

    check : refuses shapes in longitude and latitude that the page cannot use, before they are added from a text
    """

    name: str
    place: tuple[float, float]
    kinds: tuple[Kind, ...] = KINDS
    check: Callable[[Sequence[shapely.Geometry]], None] = lambda shapes: None


def drawn(name: str) -> dict[str, Any] | None:
    """What is drawn: a GeoJSON collection in longitude and latitude; None where nothing is.

    Each feature is of one part and has `kind` (polygon, line, point) and its true `area_m2` or `length_m`.
    """
    kept = _kept(name)
    return kept["shapes"] if kept["shapes"]["features"] else None


def put(drawing: Drawing, features: list[dict[str, Any]]) -> None:
    """Draw GeoJSON features in longitude and latitude instead of what is drawn; each comes as one shape for each of its parts.

    Raises
    ------
    LanduseError : sketch_… as landuse.quality.drawn says, where they cannot be drawn here; what is drawn stays
    """
    shapes: tuple[Any, ...] = ()
    if features:
        shapes = drawn_area.read_collection({"type": "FeatureCollection", "features": features}, drawing.place, drawing.kinds).shapes
    _replace(drawing.name, drawn_area.collection(shapes))


def forget(name: str) -> None:
    """Take everything that was drawn off the map."""
    _replace(name, _EMPTY)


def map_with_tools(drawing: Drawing, parts: dict[str, Any], lang: str, on_picked: Callable[[], None] = lambda: None) -> None:
    """The map with its drawing tools; `parts` and `on_picked` as for `park_map`."""
    kept = _kept(drawing.name)
    words = {name: messages.text(lang, f"sketch.{name}") for name in _WORDS}
    asked = {"kinds": list(drawing.kinds), "words": words, "shapes": kept["shapes"], "turn": f"{drawing.name}-{kept['turn']}"}
    component.park_map(parts | {"drawing": asked}, lang, on_picked, lambda: _take(drawing))


def text_beside(drawing: Drawing, lang: str) -> None:
    """The field where shapes are pasted or typed, what went wrong or was added, and the list of what is drawn."""
    kept = _kept(drawing.name)
    with st.form(f"sketch-{drawing.name}", border=False, clear_on_submit=False):
        st.text_area(messages.text(lang, "sketch.text"), key=_text_key(drawing), height=130, max_chars=drawn_area.MOST_CHARACTERS)
        st.caption(messages.text(lang, "sketch.text_help"))
        if len(drawing.kinds) > 1:
            _kind_of_lines(drawing, lang)
        st.form_submit_button(messages.text(lang, "sketch.add"), on_click=_add, args=(drawing,))
    _say(kept["said"], lang)
    _list(drawing, lang)


def _text_key(drawing: Drawing) -> str:
    return f"sketch-text-{drawing.name}"


def _kind_key(drawing: Drawing) -> str:
    return f"sketch-kind-{drawing.name}"


def _kind_of_lines(drawing: Drawing, lang: str) -> None:
    st.radio(
        messages.text(lang, "sketch.text_kind"),
        drawing.kinds,
        key=_kind_key(drawing),
        horizontal=True,
        format_func=lambda kind: messages.text(lang, f"sketch.kind.{kind}"),
    )


def _say(said: LanduseError | dict[str, Any] | None, lang: str) -> None:
    if isinstance(said, LanduseError):
        notice.refusal(error_words.sentence(said, lang))
    elif said:
        zone = said["epsg"] % 100
        system = messages.text(lang, "sketch.degrees") if said["epsg"] == MAP_EPSG else messages.text(lang, "sketch.utm", zone=zone)
        kinds = ", ".join(messages.text(lang, f"sketch.kind.{kind}") for kind in said["kinds"])
        notice.success(messages.text(lang, "sketch.added", count=said["count"], kinds=kinds, system=system))


def _list(drawing: Drawing, lang: str) -> None:
    shapes = _kept(drawing.name)["shapes"]["features"]
    st.html(f'<h3 class="form">{escape(messages.text(lang, "sketch.list"))}</h3>')
    if not shapes:
        st.caption(messages.text(lang, "sketch.none"))
        return
    for number, feature in enumerate(shapes, 1):
        words = _row(number, feature, lang)
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.text(words)
        label = messages.text(lang, "sketch.take_out", shape=words.partition(":")[0].lower())
        right.button(label, key=f"sketch-out-{drawing.name}-{number}", on_click=_take_out, args=(drawing.name, number - 1))
    if len(shapes) > 1:
        st.button(messages.text(lang, "sketch.clear"), key=f"sketch-clear-{drawing.name}", on_click=forget, args=(drawing.name,))


def _row(number: int, feature: dict[str, Any], lang: str) -> str:
    told = feature["properties"]
    if told["kind"] == "polygon":
        size = numbers.area(told["area_m2"], lang)
    elif told["kind"] == "line":
        size = f"{numbers.decimal(told['length_m'], lang)}\N{NO-BREAK SPACE}m"
    else:
        lon, lat = feature["geometry"]["coordinates"]
        size = f"{numbers.decimal(lat, lang, 5)} N {numbers.decimal(lon, lang, 5)} {languages()[lang].east}"
    return messages.text(lang, f"sketch.row.{told['kind']}", number=number, size=size)


def _kept(name: str) -> dict[str, Any]:
    return st.session_state.setdefault(f"drawn-{name}", {"shapes": _EMPTY, "turn": 0, "said": None})


def _replace(name: str, shapes: dict[str, Any], said: Any = None) -> None:
    """Put other shapes on the map: the turn tells it that they are not its own."""
    st.session_state[f"drawn-{name}"] = {"shapes": shapes, "turn": _kept(name)["turn"] + 1, "said": said}


def _take(drawing: Drawing) -> None:
    """Keep what was drawn in the browser; what is refused goes off the map again, with a sentence."""
    told = component.drawn()
    kept = _kept(drawing.name)
    if told is None:
        return
    if not told.get("features"):
        st.session_state[f"drawn-{drawing.name}"] = kept | {"shapes": _EMPTY, "said": None}
        return
    try:
        shapes = drawn_area.read_collection(told, drawing.place, drawing.kinds).shapes
    except LanduseError as error:
        _replace(drawing.name, kept["shapes"], error)
    else:
        st.session_state[f"drawn-{drawing.name}"] = kept | {"shapes": drawn_area.collection(shapes), "said": None}


@guard.act
def _add(drawing: Drawing) -> None:
    """Add what stands in the field, once: the field is emptied when it stands on the map."""
    kept, text = _kept(drawing.name), str(st.session_state.get(_text_key(drawing)) or "")
    kind: Kind = st.session_state.get(_kind_key(drawing), drawing.kinds[0])
    try:
        found = drawn_area.read_text(text, kind, drawing.place, drawing.kinds)
        more = drawn_area.collection(found.shapes)["features"]
        together = {"type": "FeatureCollection", "features": [*kept["shapes"]["features"], *more]}
        drawing.check(drawn_area.read_collection(together, drawing.place, drawing.kinds).shapes)
    except LanduseError as error:
        st.session_state[f"drawn-{drawing.name}"] = kept | {"said": error}
        return
    kinds = list(dict.fromkeys(one["properties"]["kind"] for one in more))
    _replace(drawing.name, together, {"count": len(more), "epsg": found.epsg, "kinds": kinds})
    st.session_state[_text_key(drawing)] = ""


@guard.act
def _take_out(name: str, number: int) -> None:
    features = _kept(name)["shapes"]["features"]
    _replace(name, {"type": "FeatureCollection", "features": features[:number] + features[number + 1 :]})
