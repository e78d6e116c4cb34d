"""How classes and layers are drawn: classes as `class_styles.csv` says, layers as each declares it (`Layer.drawn`)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from landuse.words.errors import LanduseError
from layers.base import Layer, Style
from layers.registry import all_layers, as_they_lie, named
from layers.registry import layer as registered

_CLASSES = Path(__file__).with_name("class_styles.csv")
UNDECIDED = {"weight": 2.4, "line": "#7A0F4B", "casing": "#FFFFFF", "dash": [6, 4], "pattern": "cross"}
NOT_ASKED = {"fill": "#6B6B6B", "line": "#3D3D3D", "weight": 1.0, "opacity": 0.22, "pattern": "lines", "dash": [1, 4]}


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
    with _CLASSES.open(encoding="utf-8", newline="") as stream:
        styles = {row["class"]: _class_style(row) for row in csv.DictReader(stream)}
    return styles | {f"{name}?": style | UNDECIDED for name, style in styles.items()}


@cache
def look(layer_id: str) -> Look:
    """How a layer is drawn.

    Raises
    ------
    LanduseError : unknown_layer; layer_not_drawn, where it has no place on a map
    """
    layer = registered(layer_id)
    if layer.drawn is None:
        raise LanduseError("layer_not_drawn", layer=named(layer_id))
    only = {"only": "line"} if layer.geometry == "line" else {}
    codes = {code: _style(style) for code, style in layer.drawn.codes.items()}
    return Look(layer, layer.drawn.pane, layer.drawn.shown, _style(layer.drawn.style) | only, codes)


def drawn_layers() -> list[str]:
    """The layers that a map can show, ground first, outline last."""
    return [name for name in as_they_lie() if all_layers()[name].drawn is not None]


def _style(style: Style) -> dict[str, Any]:
    told = {"fill": style.fill, "line": style.line, "weight": style.weight, "opacity": style.opacity}
    return told | {"pattern": style.pattern, "dash": list(style.dash) or None}


def _class_style(row: dict[str, str]) -> dict[str, Any]:
    return {
        "fill": row["fill"] or None,
        "line": row["line"],
        "weight": float(row["weight"]),
        "opacity": float(row["opacity"]),
        "pattern": row["pattern"] or None,
        "dash": [float(part) for part in row["dash"].split()] or None,
    }
