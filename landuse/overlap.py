"""How much of each code of a layer lies on each unit: areas only, the question under everything."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.errors import LanduseError


def overlap_areas(units: gpd.GeoDataFrame, layer: gpd.GeoDataFrame, by: str | None = None) -> pd.DataFrame:
    """Planar area that each unit shares with the layer, per value of a column.

    Parameters
    ----------
    units : polygons, one row per unit, unique index
    layer : polygons in the same projected CRS; rows that overlap each other count twice, so flatten first
    by : column of the layer to sum by; None sums the whole layer under ""

    Returns
    -------
    frame indexed by (unit, by) with `overlap_m2` > 0, planar. A unit's sums are the same to the last bit whatever other
    units and rows stand in the frames, and in whatever order: so tiles and machines cannot change them

    Raises
    ------
    LanduseError : frames without one common projected CRS, or a geometry that is invalid or not a polygon, by name
    """
    _check_crs(units, layer)
    check_polygons(units, "units")
    check_polygons(layer, by or "layer")
    codes = pd.Series("", index=range(len(layer))) if by is None else layer[by].astype(str).reset_index(drop=True)
    row, unit = units.sindex.query(layer.geometry.to_numpy(), predicate="intersects")
    shared = _shared_area(units.geometry.to_numpy()[unit], layer.geometry.to_numpy()[row])
    pairs = pd.DataFrame(
        {"unit": units.index.to_numpy()[unit], by or "code": codes.to_numpy()[row], "overlap_m2": shared}
    )
    pairs = pairs[pairs["overlap_m2"] > 0].sort_values("overlap_m2")  # smallest first: one order of summing for all
    return pairs.groupby(["unit", by or "code"], sort=True)[["overlap_m2"]].sum()


def check_polygons(frame: gpd.GeoDataFrame, what: str) -> None:
    """Refuse by name what cannot be measured.

    Raises
    ------
    LanduseError : `geometry_refused`, naming the first row and the reason
    """
    shapes = frame.geometry.to_numpy()
    reasons = {
        "empty": shapely.is_missing(shapes) | shapely.is_empty(shapes),
        "not a polygon": ~np.isin(shapely.get_type_id(shapes), (3, 6)),
        "invalid": ~shapely.is_valid(shapes),
    }
    for reason, bad in reasons.items():
        if bad.any():
            first = frame.index[int(np.argmax(bad))]
            raise LanduseError("geometry_refused", frame=what, row=first, reason=reason, count=int(bad.sum()))


def _check_crs(units: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> None:
    for frame in (units, layer):
        if frame.crs is None:
            raise LanduseError("crs_missing")
        if not frame.crs.is_projected:
            raise LanduseError("crs_not_projected", crs=frame.crs.name)
    if units.crs != layer.crs:
        raise LanduseError("crs_differ", found=f"{units.crs.to_string()}, {layer.crs.to_string()}")


def _shared_area(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Intersection areas of pairs, each on coordinates shifted to its own left shape: large northings cost no digits."""
    if not len(left):
        return np.empty(0)
    corner = shapely.bounds(left)[:, :2]
    return shapely.area(shapely.intersection(_shifted(left, corner), _shifted(right, corner)))


def _shifted(shapes: np.ndarray, corner: np.ndarray) -> np.ndarray:
    """Each shape moved so that its corner lies at the origin."""
    at = np.repeat(corner, shapely.get_num_coordinates(shapes), axis=0)
    return shapely.transform(shapes, lambda xy: xy - at)
