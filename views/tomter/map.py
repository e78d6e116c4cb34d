"""What the map is told of published plots: their address, few layers under them, and no other unit of any park."""

from collections.abc import Callable
from typing import Any

from landuse.words import messages
from parks.park import Park
from views.map import parts as map_parts
from views.map.component import park_map

_PLOT = {"fill": "#F2C14E", "line": "#7A4E00", "weight": 2.2, "opacity": 0.85}


def show(
    park: Park, layer_ids: list[str], turn: str, bounds: list[list[float]], lang: str, on_picked: Callable[[], None], **more: Any
) -> None:
    """Draw the published plots of one park; `turn` changes when they do, `bounds` is (lat, lon) south-west and north-east."""
    whole = map_parts.park_parts(park, park.current_date(), lang)
    label = messages.text(lang, "plots.legend.published")
    parts = whole | {
        "units": {"url": f"geo/published.geojson?park={park.id}&lang={lang}&v={turn}"},
        "layers": [layer for layer in whole["layers"] if layer["id"] in layer_ids],
        "classes": {name: _PLOT | {"label": label} for name in ("published", "not_counted")},
        "legend": [{"label": label, "style": _PLOT}],
        "filter": "all",
        "selected": None,
        "bounds": bounds,
        "search": None,  # it would find units that nobody has published
        "whole": True,
    }
    park_map(parts | more, lang, on_picked)
