"""What the map is told: layers with their styles and addresses, legend, marks. No shapes, only where to fetch them."""

from datetime import date
from typing import Any
from urllib.parse import quote

from actions.map import map_data
from actions.map.unasked import PREFIX, unasked
from landuse.units.explain import class_labels
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.languages import said_in
from layers import looks, registry
from parks.park import Park, source_words

_MUNICIPALITIES = {"fill": "#F7F8F5", "line": "#CBD3CE", "weight": 0.7, "opacity": 1}
ASIDE = {"fill": "#F4F4F1", "line": "#B9C0BD", "weight": 0.8, "opacity": 1, "dash": [2, 3], "pattern": None}  # as static/map/units.js
_TILES = {"fill": "#E4E9E2", "line": "#7C8A86", "weight": 1, "opacity": 1}


def park_parts(park: Park, on: date, lang: str) -> dict[str, Any]:
    """Everything on a park's map but what is picked."""
    version = map_data.version(park.id)
    blank = {layer_id: _address(park, f"{PREFIX}{layer_id}", on, version) for layer_id in unasked(park.id, on, version)}
    return {
        "units": {"url": _address(park, "units", on, version)},
        "search": {"url": f"geo/{quote(park.id)}/search.json?date={on.isoformat()}&v={version}"},
        "layers": [
            *background(lang),
            *(_layer(park, layer_id, _address(park, layer_id, on, version), lang) for layer_id in map_data.map_layers(park.id)),
            *(_unasked(layer_id, address, lang) for layer_id, address in blank.items()),
        ],
        "classes": _classes(lang),
        "legend": _legend(lang),
        "attribution": messages.text(lang, "views.map.source_example" if park.example else "views.map.source_own"),
    } | marks(park.example, lang)


def norway_parts(lang: str) -> dict[str, Any]:
    """A map of the municipalities alone; whoever draws it says what it shows of them."""
    outline = {"id": "norway", "title": None, "url": "geo/norway.geojson", "on": True, "pane": "background", "style": _MUNICIPALITIES}
    outline["snaps"] = True
    return {
        "units": None,
        "classes": {},
        "legend": [],
        "layers": [*background(lang), outline],
    } | marks(False, lang)


def background(lang: str) -> list[dict[str, Any]]:
    """The background map as a layer that starts switched off; none where the installation allows none."""
    try:
        allowed = map_data.background()
    except LanduseError as error:
        title = messages.text(lang, "views.map.background")
        return [{"id": "tiles", "kind": "tiles", "title": title, "url": None, "on": False, "style": _TILES, "broken": error.text(lang)}]
    if allowed is None:
        return []
    said = [allowed.attribution] + ([] if allowed.verified else [messages.text(lang, "views.map.unverified")])
    told = {"title": said_in(allowed.titles, lang), "dated": " · ".join(said), "url": allowed.url, "attribution": allowed.attribution}
    return [{"id": "tiles", "kind": "tiles", "on": False, "style": _TILES, "most_zoom": allowed.most_zoom} | told]


def shown_first(park_id: str) -> list[str]:
    """The layers that a park's map begins with."""
    return [layer_id for layer_id in map_data.map_layers(park_id) if looks.look(layer_id).on]


def marks(example: bool, lang: str) -> dict[str, Any]:
    """The words laid over the map when its data are invented."""
    if not example:
        return {"watermark": None, "corner": None}
    return {"watermark": messages.text(lang, "views.example.mark"), "corner": messages.text(lang, "views.example.corner")}


def _address(park: Park, name: str, on: date, version: str) -> str:
    return f"geo/{quote(park.id)}/{name}.shapes?date={on.isoformat()}&v={version}"


def _layer(park: Park, layer_id: str, address: str, lang: str) -> dict[str, Any]:
    look, about = looks.look(layer_id), park.layers[layer_id]
    dated = about.get("dated")
    return {
        "id": layer_id,
        "title": look.layer.title(lang),
        "dated": " · ".join(part for part in (numbers.day(dated, lang) if dated else None, source_words(about, lang)) if part),
        "url": address,
        "on": look.on,
        "pane": look.pane,
        "style": look.style,
        "codes": look.codes or None,
        "snaps": look.pane == "outline" or look.style["fill"] is None,  # a border is drawn as a line alone
        "key": _key(look, lang),
    }


def _key(look: looks.Look, lang: str) -> list[dict[str, Any]]:
    """What each colour of a layer stands for, codes of one colour in one row; nothing where the layer has one look."""
    rows: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for code, style in look.codes.items():
        rows.setdefault(str(style), (style, []))[1].append(look.layer.code_label(code, lang))
    return [{"label": ", ".join(labels), "style": style} for style, labels in rows.values()]


def _unasked(layer_id: str, address: str, lang: str) -> dict[str, Any]:
    """Ground on which a layer was not asked, as a layer of its own that starts switched off."""
    return {
        "id": f"{PREFIX}{layer_id}",
        "title": messages.text(lang, "views.map.unasked", layer=registry.layer(layer_id).title(lang)),
        "dated": messages.text(lang, "views.map.unasked.about"),
        "url": address,
        "on": False,
        "pane": "above",
        "style": looks.NOT_ASKED,
        "codes": None,
    }


def _classes(lang: str) -> dict[str, Any]:
    labels = class_labels(lang)
    return {name: style | {"label": labels[name.rstrip("?")]} for name, style in looks.class_styles().items()}


def only(parts: dict[str, Any], show: str, lang: str) -> dict[str, Any]:
    """The same map where some of the units alone have their colour (`views.state.FILTERS`), and a key of what is drawn then."""
    if show == "all":
        return parts | {"filter": show}
    aside = {"label": messages.text(lang, "views.legend.aside"), "style": ASIDE}
    if show not in class_labels(lang):
        return parts | {"filter": show, "legend": [*parts["legend"], aside]}
    own = {"label": class_labels(lang)[show], "style": looks.class_styles()[show]}
    return parts | {"filter": show, "legend": [own, aside, _undecided(lang)]}


def _legend(lang: str) -> list[dict[str, Any]]:
    styles = looks.class_styles()
    rows = [{"label": label, "style": styles[name]} for name, label in class_labels(lang).items()]
    return [*rows, _undecided(lang)]


def _undecided(lang: str) -> dict[str, Any]:
    style = {**looks.UNDECIDED, "fill": "#FFFFFF", "opacity": 1}
    return {"label": messages.text(lang, "views.legend.undecided"), "style": style}
