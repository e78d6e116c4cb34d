"""How classes and layers are drawn.

Colours stand in `class_styles.csv` and `map_styles.csv`, where map, legend and file take them from;
a layer without a row there is drawn by its own declaration and starts switched off.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from layers.base import Layer
from layers.registry import all_layers

_HERE = Path(__file__).parent
UNDECIDED = {"weight": 2.4, "line": "#7A0F4B", "casing": "#FFFFFF", "dash": [6, 4], "pattern": "cross"}
NOT_ASKED = {"fill": "#6B6B6B", "line": "#3D3D3D", "weight": 1.0, "opacity": 0.22, "pattern": "lines", "dash": [1, 4]}
MAP_ORDER = ("land_resource", "zoning", "plots", "parcels", "roads", "rail", "quays", "technical", "buildings", "perimeter")


@dataclass(frozen=True)
class Look:
    """How one layer stands on the map: its layer, its pane, whether it starts shown, its style and those of its codes."""

    layer: Layer
    pane: str
    on: bool
    style: dict[str, Any]
    codes: dict[str, dict[str, Any]]


@cache
def class_styles() -> dict[str, dict[str, Any]]:
    """The style of every class, and with `?` after it that of an undecided unit of the class."""
    styles = {row["class"]: _style(row) for row in _rows("class_styles.csv")}
    return styles | {f"{name}?": style | UNDECIDED for name, style in styles.items()}


@cache
def look(layer_id: str) -> Look | None:
    """How a layer is drawn; None for one that has no place on a map."""
    layer, rows = all_layers()[layer_id], [row for row in _rows("map_styles.csv") if row["layer_id"] == layer_id]
    if layer.geometry not in ("polygon", "line") or any(row["on"] == "never" for row in rows):
        return None
    own = next((row for row in rows if not row["code"]), None)
    if own is None:
        return Look(layer, "above", False, _declared_style(layer), {})
    codes = {row["code"]: _style(row) for row in rows if row["code"]}
    return Look(layer, own["pane"], own["on"] == "yes", _style(own, line_only=layer.geometry == "line"), codes)


def drawn_layers() -> list[str]:
    """The layers that a map can show, ground first, outline last."""
    rank = {layer_id: place for place, layer_id in enumerate(MAP_ORDER)}
    return sorted((name for name in all_layers() if look(name)), key=lambda name: (rank.get(name, 7.5), name))


def _declared_style(layer: Layer) -> dict[str, Any]:
    style = layer.style
    dash = [float(part) for part in style.dash.replace(",", " ").split()] if style.dash else None
    only = {"only": "line"} if layer.geometry == "line" else {}
    return {"fill": style.fill, "line": style.line, "weight": style.weight, "opacity": style.opacity, "pattern": None, "dash": dash} | only


def _style(row: dict[str, str], line_only: bool = False) -> dict[str, Any]:
    return {
        "fill": row["fill"] or None,
        "line": row["line"],
        "weight": float(row["weight"]),
        "opacity": float(row["opacity"]),
        "pattern": row["pattern"] or None,
        "dash": [float(part) for part in row["dash"].split()] or None,
    } | ({"only": "line"} if line_only else {})


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (_HERE / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
