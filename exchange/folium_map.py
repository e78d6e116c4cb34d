"""A park's map as one HTML file that opens without a network; the only folium.

Folium makes the frame: the page, the map and its scale. It is made from nothing but constants, since folium and branca run
finished text through a template once more, where a name such as `{{7*7}}` would be code. What the data say is put into the
finished frame as JSON, which our script (static/map/standalone.js) shows as text. The page's own Content-Security-Policy
lets no other script run and asks nothing of any host.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import folium

from landuse.words import foreign
from layers.looks import UNDECIDED, class_styles, look

_STATIC = Path(__file__).parent.parent / "static"
_LEAFLET = _STATIC / "vendor" / "leaflet"
_CSS = """html, body { height: 100% } body { display: flex; flex-direction: column; margin: 0; font: 14px sans-serif }
header { padding: 8px 14px } header b { margin-right: 12px; unicode-bidi: isolate } header span { unicode-bidi: isolate }
header i { display: inline-block; width: 22px; height: 12px; margin: 0 6px 0 14px } .mark { background: #fbe9a9; padding: 2px 8px }
#map_park { flex: 1; height: auto }
.leaflet-container .leaflet-tooltip { width: max-content; max-width: 60vw; white-space: normal; overflow-wrap: anywhere }
.leaflet-tooltip span { unicode-bidi: isolate } .leaflet-tooltip span + span::before { content: " · " }"""
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')  # folium's lets nobody zoom the page
_DRAWN = ("fill", "opacity", "line", "weight", "dash")


def standalone_map(units: dict[str, Any], ground: list[tuple[str, str, dict[str, Any]]], words: dict[str, Any]) -> str:
    """The page.

    Parameters
    ----------
    units : GeoJSON of the units, as actions.map.map_data gives it
    ground : layer id, title and GeoJSON of each layer beside them, in drawing order
    words : title, mark (the band over the map), undecided, unregistered, lang, and classes: label by class
    """
    under = [item for item in ground if look(item[0]).pane == "background"]
    over = [item for item in ground if item not in under]
    told = {
        "title": foreign.seen(words["title"]),
        "mark": words["mark"],
        "classes": [{"label": words["classes"][name], "style": style} for name, style in _styles().items() if name in words["classes"]],
        "in_doubt": {"label": words["undecided"], "style": {"fill": None, "line": UNDECIDED["line"]}},
        "bounds": _bounds(units),
        "layers": [*(_ground(*item) for item in under), _units(units, words), *(_ground(*item) for item in over)],
    }
    return _page(words["lang"], foreign.for_script(told))


def _page(lang: str, told: str) -> str:
    """The frame with the data in it; the data come last, so that nothing looks for a place in them."""
    before, after = _frame()
    opened = before.replace("<html>", f'<html lang="{foreign.escape(lang)}">', 1)
    return f'{opened}<script type="application/json" id="told">{told}</script>{after}'


@cache
def _frame() -> tuple[str, str]:
    """The page before and after its data."""
    page = folium.Map(tiles=None, prefer_canvas=True)
    page._id = "park"  # the script's name for it: map_park
    page.default_js, page.default_css = [], []  # not from a host: both stand in the page
    before, scripts = page.get_root().render().removesuffix("</html>").split("</body>")
    leaflet, ours = (f"<script>{_script(name)}</script>" for name in ("vendor/leaflet/leaflet.js", "map/standalone.js"))
    after = f"{leaflet}{scripts}{ours}</body></html>"
    hashes = " ".join(_hash(script) for script in _INLINE_SCRIPT.findall(before + after))
    policy = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"
    before = before.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
    before = _VIEWPORT.sub('<meta name="viewport" content="width=device-width, initial-scale=1">', before)
    before = before.replace("</head>", f"<title></title><style>{_leaflet_css()}{_CSS}</style></head>", 1)
    return before.replace("<body>", "<body><header></header>", 1), after


def _ground(layer_id: str, title: str, features: dict[str, Any]) -> dict[str, Any]:
    shown = look(layer_id)
    styles = {"": _drawn(shown.style)} | {code: _drawn(style) for code, style in shown.codes.items()}
    codes = (feature["properties"].get("code") for feature in features["features"])
    keys = [code if code in shown.codes else "" for code in codes]
    shapes = [_shape(feature, {"style": key}) for feature, key in zip(features["features"], keys, strict=True)]
    return {"title": title, "shown": shown.on, "features": shapes, "styles": styles, "tips": None}


def _units(units: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    facts = [feature["properties"] for feature in units["features"]]
    tips = [_tip(fact, words) for fact in facts]
    shapes = [
        _shape(feature, {"style": fact["cls"] + ("?" if fact["undecided"] else ""), "tip": number})
        for number, (feature, fact) in enumerate(zip(units["features"], facts, strict=True))
    ]
    return {"title": words["title"], "shown": True, "features": shapes, "styles": _styles(), "tips": tips}


def _tip(fact: dict[str, Any], words: dict[str, Any]) -> list[str]:
    parts = [foreign.seen(fact["name"] or words["unregistered"]), words["classes"][fact["cls"]]]
    return parts + ([words["undecided"]] if fact["undecided"] else [])


def _shape(feature: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": feature["geometry"]}


def _styles() -> dict[str, dict[str, Any]]:
    return {name: _drawn(style) for name, style in class_styles().items()}


def _drawn(style: dict[str, Any]) -> dict[str, Any]:
    return {name: style[name] for name in _DRAWN}


def _bounds(units: dict[str, Any]) -> list[list[float]]:
    left, low, right, high = units["bbox"]
    return [[low, left], [high, right]]


@cache
def _script(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@cache
def _leaflet_css() -> str:
    """Leaflet's style sheet with its pictures inside, since a file of its own has no folder beside it."""
    return re.sub(r"url\((images/[\w-]+\.png)\)", lambda found: f"url({_picture(found[1])})", _script("vendor/leaflet/leaflet.css"))


def _picture(name: str) -> str:
    return f"data:image/png;base64,{base64.b64encode((_LEAFLET / name).read_bytes()).decode()}"
