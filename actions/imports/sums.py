"""A layer is the sum of its sources: rows and area of each and of all, counted apart and held against each other on every import."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from landuse.measure import crs
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from layers.registry import layer as registered
from layers.registry import named
from parks.park import Park
from parks.read import read_rows
from parks.rows import Rows
from parks.sources import Source

_REL = 1e-9


@dataclass(frozen=True)
class Part:
    """One source of a layer, or the whole layer: its rows, and their true area in m² (0 of lines and lists)."""

    name: str
    rows: int
    area_m2: float


@dataclass(frozen=True)
class LayerSum:
    """What a layer is the sum of."""

    layer_id: str
    whole: Part
    sources: tuple[Part, ...]


def layer_sums(park: Park, layer_ids: Iterable[str]) -> list[LayerSum]:
    """The sums of a park's layers; rasters have none.

    Raises
    ------
    LanduseError : sources_differ, sources_area, where the sources do not add up to their layer
    """
    tables = (layer_id for layer_id in dict.fromkeys(layer_ids) if layer_id in park.layers and "file" not in park.layers[layer_id])
    return [_sum(park, layer_id, park.sources[layer_id]) for layer_id in tables]


def as_json(sums: list[LayerSum]) -> list[dict[str, Any]]:
    """As a report keeps them."""
    return [asdict(one) for one in sums]


def lines(sums: list[dict[str, Any]], lang: str) -> list[str]:
    """Each layer with what it is the sum of, in one line."""
    return [_line(one, lang) for one in sums]


def _line(one: dict[str, Any], lang: str) -> str:
    parts = " + ".join(_words(part, lang) for part in one["sources"])
    title = registered(one["layer_id"]).title(lang)
    return messages.text(lang, "import.sum", layer=title, whole=_words(one["whole"], lang), parts=parts, count=len(one["sources"]))


def _words(part: dict[str, Any], lang: str) -> str:
    area = f", {numbers.daa(part['area_m2'], lang, 1)}" if part["area_m2"] else ""
    rows = messages.text(lang, "import.sum.rows", rows=numbers.decimal(part["rows"], lang))
    return f"{part['name']} ({rows}{area})" if part["name"] else f"{rows}{area}"


def _sum(park: Park, layer_id: str, sources: tuple[Source, ...]) -> LayerSum:
    whole = _part("", read_rows(park, layer_id), layer_id)
    if len(sources) == 1:
        return LayerSum(layer_id, whole, (Part(sources[0].id, whole.rows, whole.area_m2),))
    parts = tuple(_part(one.id, read_rows(park, layer_id, one.id), layer_id) for one in sources)
    rows, area_m2 = sum(one.rows for one in parts), sum(one.area_m2 for one in parts)
    if rows != whole.rows:
        raise LanduseError("sources_differ", layer=named(layer_id), park=park.name, rows=whole.rows, expected=rows)
    if abs(area_m2 - whole.area_m2) > _REL * max(whole.area_m2, 1.0) + 0.01:
        areas = {"whole_m2": round(whole.area_m2, 2), "parts_m2": round(area_m2, 2)}
        raise LanduseError("sources_area", layer=named(layer_id), park=park.name, **areas)
    return LayerSum(layer_id, whole, parts)


def _part(name: str, rows: Rows, layer_id: str) -> Part:
    if registered(layer_id).geometry != "polygon":
        return Part(name, len(rows), 0.0)
    return Part(name, len(rows), float(sum(crs.area_m2(frame.geometry).sum() for frame in rows.parts())))
