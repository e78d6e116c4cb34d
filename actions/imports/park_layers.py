"""What each park has: its layers with date, source, licence, whether what is made from them may leave the house, and rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from exchange.sharing import closed_layers
from layers import registry
from parks.municipality import all_municipalities
from parks.park import Park, licence_words, source_words
from parks.read import row_counts


@dataclass(frozen=True)
class ParkLayer:
    """One layer of a park; `rows` is None for a raster and for a table that is named but not there."""

    layer_id: str
    title: str
    dated: date | None
    source: str
    licence: str
    shareable: bool
    example: bool
    rows: int | None


def park_layers(park: Park, lang: str) -> list[ParkLayer]:
    """The layers of a park by title.

    Raises
    ------
    LanduseError : layer_unreadable
    """
    counts, closed = row_counts(park), closed_layers(park)
    found = [_told(layer_id, about, counts, closed, lang) for layer_id, about in park.layers.items()]
    return sorted(found, key=lambda layer: layer.title)


def missing_layers(park: Park, lang: str) -> list[str]:
    """Titles of the layers that a park does not have: what could be imported next."""
    has = {_kind(layer_id) for layer_id in park.layers}
    return sorted(layer.title(lang) for layer_id, layer in registry.all_layers().items() if layer_id not in has)


def places(park: Park) -> list[str]:
    """The park's municipalities: name and number."""
    names = all_municipalities()
    return [f"{names.get(number, '–')} ({number})" for number in park.municipalities]


def title(layer_id: str, lang: str) -> str:
    """The name of a park's layer: of a raster with its year."""
    return registry.title(layer_id, lang)


def _told(layer_id: str, about: dict[str, Any], counts: dict[str, int], closed: frozenset[str], lang: str) -> ParkLayer:
    kind = _kind(layer_id)
    return ParkLayer(
        layer_id,
        title(layer_id, lang),
        about.get("dated"),
        source_words(about, lang) or "–",
        licence_words(about, lang) or "–",
        kind not in closed,
        about.get("origin") == "example",
        counts.get(layer_id),
    )


def _kind(layer_id: str) -> str:
    """The registered layer of a park's layer: a raster carries its year."""
    name, _, year = layer_id.rpartition("_")
    return name if year.isdigit() else layer_id
