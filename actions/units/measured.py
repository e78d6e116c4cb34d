"""How far ground lies from what serves it, as the maps show it: what offers and proposals are held against."""

from datetime import date
from functools import cache

import numpy as np
import shapely

from actions.once import once
from layers.registry import all_layers, layer
from parks.park import Park, data_root, read_park
from parks.read import read_layer, table_names


@cache
def _nearest() -> dict[str, tuple[str, str | None]]:
    """By measure: the layer that declares it, and the code of its rows; None for all of them."""
    return {measure: (name, code) for name, layer in all_layers().items() for measure, code in layer.nearest.items()}


def served_by(measure: str) -> str:
    """The layer that a measure is to."""
    return _nearest()[measure][0]


def distances(park: Park, shapes: np.ndarray, on: date, version: str) -> dict[str, np.ndarray]:
    """Metres from each shape to the nearest of what serves it, by measure: 0 on it, inf where the map has none, NaN where there is no map.

    Parameters
    ----------
    shapes : in the park's work CRS
    version : of the park's files, so that layers are read once for each state of them
    """
    far = {measure: _to_nearest(shapes, _served(str(data_root()), park.id, measure, on, version)) for measure in _nearest()}
    far["main_road_m"] = np.where(
        np.isinf(far["main_road_m"]), np.nan, far["main_road_m"]
    )  # the map ends at the park; a road may lie beyond
    return far


@once(maxsize=128)
def _served(_root: str, park_id: str, measure: str, on: date, _version: str) -> np.ndarray | None:
    """What a measure is to, read once; None where the park has no such map."""
    layer_id, kind = _nearest()[measure]
    park = read_park(park_id)
    if layer_id not in table_names(park):
        return None
    rows = read_layer(park, layer_id, on)
    return (rows if kind is None else rows[rows[layer(layer_id).code] == kind]).geometry.to_numpy()


def _to_nearest(shapes: np.ndarray, served: np.ndarray | None) -> np.ndarray:
    if served is None:
        return np.full(len(shapes), np.nan)
    far = np.full(len(shapes), np.inf)
    if len(served):
        row, distance = shapely.STRtree(served).query_nearest(shapes, return_distance=True, all_matches=False)
        far[row[0]] = distance
    return far
