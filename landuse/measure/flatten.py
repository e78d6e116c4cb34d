"""Settle polygons that overlap inside one layer before anything is summed, and say what was settled.

Which rows overlap, and by how much, is measured without building anything; only rows that lose ground are cut.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure.overlap import check_polygons, pair_areas
from landuse.measure.united import united


def flatten(layer: gpd.GeoDataFrame, name: str) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The layer without overlaps: where two rows meet, the one that comes first keeps the ground.

    Parameters
    ----------
    layer : valid polygons in one projected CRS, the strongest row first
    name : column that names a row in the report

    Returns
    -------
    the layer, rows that lost all their ground left out; and the overlaps: winner, loser, overlap_m2 (planar)

    Raises
    ------
    LanduseError : a geometry that is invalid or not a polygon, by name
    """
    own = check_polygons(layer, name)
    shapes = layer.geometry.to_numpy().copy()
    first, second, shared = pair_areas(own, own)
    once = first < second
    pairs, shared = np.column_stack([first, second])[once], shared[once]
    names = layer[name].astype(str).to_numpy()
    overlaps = pd.DataFrame({"winner": names[pairs[:, 0]], "loser": names[pairs[:, 1]], "overlap_m2": shared})
    original = shapes.copy()
    for loser in np.unique(pairs[:, 1]):
        stronger = united(original[pairs[pairs[:, 1] == loser, 0]])
        shapes[loser] = polygons_of(shapely.difference(shapes[loser], stronger))
    flat = layer.set_geometry(gpd.GeoSeries(shapes, index=layer.index, crs=layer.crs))
    return flat[~flat.geometry.is_empty], overlaps


def newest_first(layer: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    """The rows by precedence where they overlap, whatever their order in the file: the newest first, then by outline.

    Returns
    -------
    with a column `row`, the name and the place in that order
    """
    outline = pd.Series(shapely.to_wkb(shapely.normalize(layer.geometry.to_numpy()), hex=True), index=layer.index)
    since = layer["valid_from"] if "valid_from" in layer else pd.Series(pd.NaT, index=layer.index)
    newest = -pd.to_datetime(since).fillna(pd.Timestamp(0)).astype("int64")
    rank = pd.DataFrame({"newest": newest, "outline": outline})
    ranked = layer.loc[rank.sort_values(["newest", "outline"]).index]
    return ranked.assign(row=[f"{name} {i}" for i in range(len(layer))])


def polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    """The areas of a shape: lines and points that an operation leaves at the edge of precision hold no ground."""
    parts = shapely.get_parts(shape)
    polygons = parts[shapely.get_type_id(parts) == 3]
    return shapely.MultiPolygon(list(polygons)) if len(polygons) != 1 else polygons[0]
