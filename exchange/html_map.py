"""The units and the ground they lie in as one HTML file that opens without a network (drawn by exchange.map_page)."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from exchange.dataset import Dataset
from exchange.folium_map import look
from exchange.map_page import standalone_map
from landuse.measure import crs
from landuse.units import explain, schema
from landuse.words import messages

_NORWAY = [4.5, 57.9, 31.2, 71.2]
_DECIMALS = 6  # about 0.1 m, finer than a screen shows


def write_html_map(path: Path, data: Dataset, ground: dict[str, gpd.GeoDataFrame]) -> None:
    """Write the map.

    Parameters
    ----------
    ground : layers beside the units, by id and in drawing order, each with its `code`
    """
    words = {
        "lang": data.lang,
        "title": data.about["title"],
        "mark": data.about["mark"] or "",
        "unregistered": messages.text(data.lang, "export.unregistered"),
        "undecided": messages.text(data.lang, "export.to_confirm"),
        "classes": {str(name): explain.class_label(name, data.lang) for name in schema.LandClass},
    }
    drawn = [
        (layer_id, look(layer_id).layer.title(data.lang), _collection(rows.geometry, [{"code": code} for code in rows["code"]]))
        for layer_id, rows in ground.items()
    ]
    path.write_text(standalone_map({"bbox": _around(drawn)} | _units(data), drawn, words), encoding="utf-8")


def _around(drawn: list[tuple[str, str, dict]]) -> list[float]:
    """The ground that is drawn, degrees: what the map shows where there are no units."""
    boxes = np.array([features["bbox"] for _, _, features in drawn if features["features"]] or [_NORWAY])
    return [*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]


def _units(data: Dataset) -> dict:
    named = data.rows["name"] if "name" in data.names else data.rows["unit_id"]
    doubted = data.rows["undecided"] if "undecided" in data.names else [False] * len(data.rows)
    facts = [
        {"unit_id": unit_id, "name": name, "cls": land_class, "undecided": bool(undecided)}
        for unit_id, name, land_class, undecided in zip(data.rows["unit_id"], named, data.rows["class"], doubted, strict=True)
    ]
    return _collection(data.rows.geometry, facts)


def _collection(shapes: gpd.GeoSeries, facts: list[dict]) -> dict:
    lonlat = shapes.to_crs(crs.MAP_EPSG)
    rounded = shapely.transform(lonlat.to_numpy(), lambda points: np.round(points, _DECIMALS))
    features = [
        {"type": "Feature", "properties": fact, "geometry": json.loads(shapely.to_geojson(shape))}
        for fact, shape in zip(facts, rounded, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return collection | ({"bbox": [round(float(side), _DECIMALS) for side in lonlat.total_bounds]} if features else {})
