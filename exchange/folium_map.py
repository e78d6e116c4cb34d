"""A park's map as one HTML file; the only folium. How classes and layers look is said by `layers.looks`."""

import base64
import re
from html import escape
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure

from layers.looks import UNDECIDED, class_styles, look

_FILE_CSS = """body { display: flex; flex-direction: column; margin: 0; font: 14px sans-serif }
header { padding: 8px 14px } header b { margin-right: 12px }
header i { display: inline-block; width: 22px; height: 12px; margin: 0 6px 0 14px }"""
_LEAFLET = Path(__file__).parent.parent / "static" / "vendor" / "leaflet"


def standalone_map(units: dict[str, Any], ground: list[tuple[str, str, dict[str, Any]]], words: dict[str, Any]) -> str:
    """A park's map as one HTML file that opens without a network.

    Parameters
    ----------
    units : GeoJSON of the units, as actions.map.map_data gives it
    ground : layer id, title and GeoJSON of each layer beside them, in drawing order
    words : title, mark (the band over the map), undecided, unregistered, lang, and classes: label by class

    Every text from the data is escaped here, since folium escapes nothing.
    """
    page = folium.Map(tiles=None, prefer_canvas=True)
    folium.Control("Scale", imperial=False).add_to(page)
    _carry_leaflet(page)
    under = [item for item in ground if look(item[0]).pane == "background"]
    for layer_id, title, features in under:
        _add_ground(page, layer_id, title, features)
    _add_units(page, units, words)
    for layer_id, title, features in (item for item in ground if item not in under):
        _add_ground(page, layer_id, title, features)
    page.add_child(folium.LayerControl(collapsed=True))
    page.fit_bounds(_bounds(units))
    figure = page.get_root()
    figure.html.add_child(Element(_heading(words)), index=0)
    return _document(figure, words)


def _add_ground(page: folium.Map, layer_id: str, title: str, features: dict[str, Any]) -> None:
    shown = look(layer_id)
    folium.GeoJson(
        features,
        name=escape(title),
        show=shown.on,
        control=True,
        interactive=False,
        style_function=lambda feature: _path(shown.codes.get(feature["properties"].get("code"), shown.style)),
    ).add_to(page)


def _add_units(page: folium.Map, units: dict[str, Any], words: dict[str, Any]) -> None:
    told = {"type": "FeatureCollection", "features": [_told(feature, words) for feature in units["features"]]}
    folium.GeoJson(
        told,
        name=escape(words["title"]),
        style_function=lambda feature: _path(class_styles()[feature["properties"]["style"]]),
        tooltip=folium.GeoJsonTooltip(["tip"], labels=False, sticky=True) if told["features"] else None,
    ).add_to(page)


def _told(feature: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    facts = feature["properties"]
    parts = [facts["name"] or words["unregistered"], words["classes"][facts["cls"]]] + ([words["undecided"]] if facts["undecided"] else [])
    properties = {"tip": escape(" · ".join(parts)), "style": facts["cls"] + ("?" if facts["undecided"] else "")}
    return {"type": "Feature", "properties": properties, "geometry": feature["geometry"]}


def _path(style: dict[str, Any]) -> dict[str, Any]:
    return {
        "fill": style["fill"] is not None,
        "fillColor": style["fill"],
        "fillOpacity": style["opacity"],
        "color": style["line"],
        "weight": style["weight"],
        "dashArray": " ".join(map(str, style["dash"])) if style["dash"] else None,
    }


def _heading(words: dict[str, Any]) -> str:
    rows = "".join(
        f'<span><i style="background:{style["fill"]};border:2px solid {style["line"]}"></i>{escape(words["classes"][name])}</span>'
        for name, style in class_styles().items()
        if name in words["classes"]
    )
    asks = f'<span><i style="border:2px dashed {UNDECIDED["line"]}"></i>{escape(words["undecided"])}</span>'
    mark = f'<b style="background:#fbe9a9;padding:2px 8px">{escape(words["mark"])}</b>' if words["mark"] else ""
    return f"<style>{_FILE_CSS}</style><header><b>{escape(words['title'])}</b>{mark}{rows}{asks}</header>"


def _document(figure: Figure, words: dict[str, Any]) -> str:
    html = figure.render()
    return html.replace("<html>", f'<html lang="{escape(words["lang"])}">', 1)


def _carry_leaflet(page: folium.Map) -> None:
    page.default_js = [("leaflet", _inline(_LEAFLET / "leaflet.js", "text/javascript"))]
    page.default_css = [("leaflet_css", _data_url(_css_with_pictures().encode(), "text/css"))]


def _css_with_pictures() -> str:
    """Leaflet's style sheet with its pictures inside, since a file of its own has no folder beside it."""
    css = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\((images/[\w-]+\.png)\)", lambda found: f"url({_inline(_LEAFLET / found[1], 'image/png')})", css)


def _inline(path: Path, kind: str) -> str:
    return _data_url(path.read_bytes(), kind)


def _data_url(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _bounds(units: dict[str, Any]) -> list[list[float]]:
    left, low, right, high = units["bbox"]
    return [[low, left], [high, right]]
