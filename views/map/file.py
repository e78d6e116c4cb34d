"""The park's map as one HTML file to keep or send on, with the mark of example data in it."""

import gzip
import json
from datetime import date
from typing import Any

from actions.map import map_data
from actions.once import once
from exchange.folium_map import look
from exchange.map_page import standalone_map
from landuse.words import messages, numbers
from views.parts import words as parts_words


def map_file(park_id: str, on: date, lang: str) -> str:
    """One park on one day as a file that opens without a network; drawn once for each state of the park.

    Raises
    ------
    LanduseError : unknown_park, and whatever the inventory says
    """
    return _drawn(park_id, on, lang, map_data.version(park_id))


@once(maxsize=8)
def _drawn(park_id: str, on: date, lang: str, version: str) -> str:
    park = map_data.park(park_id)
    words = {
        "lang": lang,
        "title": f"{park.name} · {numbers.day(on, lang)}",
        "mark": messages.text(lang, "views.example.band") if park.example else "",
        "unregistered": messages.text(lang, "views.unregistered"),
        "undecided": messages.text(lang, "views.undecided"),
        "classes": parts_words.class_labels(lang),
    }
    ground = [
        (layer_id, look(layer_id).layer.title(lang), _features(map_data.layer_geojson(park_id, layer_id, on, version)))
        for layer_id in map_data.map_layers(park_id)
        if look(layer_id).on
    ]
    return standalone_map(_features(map_data.units_geojson(park_id, on, version)), ground, words)


def _features(packed: bytes) -> dict[str, Any]:
    return json.loads(gzip.decompress(packed))
