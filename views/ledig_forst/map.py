"""The map of the page Ledig først: the park, what is drawn, what it takes, and the plots that could take it, numbered as in the list."""

from typing import Any

from landuse.progress.ground_look import ground_looks
from landuse.units import schema
from landuse.words import messages
from parks.park import Park
from views.ledig_forst import question
from views.map import drawing
from views.map import parts as map_parts

_PLAIN = {"fill": None, "line": "#0d3546", "weight": 2, "opacity": 1, "dash": None, "pattern": None}
_CANDIDATES = {
    "fits": _PLAIN | {"fill": "#2f6f8d", "opacity": 0.5, "weight": 3},
    "may_fit": _PLAIN | {"fill": "#2f6f8d", "opacity": 0.25, "weight": 3, "pattern": "dots"},
    "falls_short": _PLAIN | {"dash": [3, 4]},
}
_PROPOSAL = {
    "footprint": _PLAIN | {"line": "#a3130a", "weight": 4},
    "line": _PLAIN | {"line": "#a3130a", "weight": 3, "dash": [7, 5]},
}


def draw(park: Park, token: str | None, told: dict[str, Any] | None, lang: str) -> None:
    """The map with its tools; the answer's shapes lie over it by URL, and the key has what the answer draws and no more."""
    parts = map_parts.only(map_parts.park_parts(park, park.current_date(), lang), "vacant_zoned", lang)
    if token and told:
        parts["layers"] = [*parts["layers"], *_layers(token, lang)]
        parts["legend"] = [*parts["legend"], *_legend(told, lang)]
    drawing.map_with_tools(question.drawing(park), parts | {"selected": None, "whole": True}, lang)


def _layers(token: str, lang: str) -> list[dict[str, Any]]:
    ground = {group: _PLAIN | {"weight": 0.8, "opacity": 0.85} | look for group, look in ground_looks().items()}
    looks = {"taken": ground, "footprint": _PROPOSAL, "alternatives": _CANDIDATES}
    return [
        {
            "id": f"first-{part}",
            "title": messages.text(lang, f"first.map.{part}"),
            "dated": None,
            "url": f"geo/answer/{token}/{part}.geojson",
            "on": True,
            "pane": "outline" if part == "footprint" else "above",
            "style": _PLAIN,
            "codes": looks[part],
            "labels": part == "alternatives",
        }
        for part in ("alternatives", "taken", "footprint")
    ]


def _legend(told: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    drawn = {"footprint"} | ({"line"} if told["lines"] else set()) | {one["rank_word"] for one in told["alternatives"]}
    styles = {name: style for name, style in (_PROPOSAL | _CANDIDATES).items() if name in drawn}
    rows = [{"label": messages.text(lang, f"first.map.{name}"), "style": style} for name, style in styles.items()]
    looks, taken = ground_looks(), {row["group"] for row in told["taken"]}
    kinds = [name for name in schema.NATURE_KINDS if name in looks and name in taken]
    return rows + [
        {"label": messages.text(lang, f"nature.{name}").capitalize(), "style": _PLAIN | {"weight": 1} | looks[name]} for name in kinds
    ]
