"""Buildings of which only a point is known: that they stand or are under way, and on which unit; never their footprint or floor.

The open register of buildings gives points. A number counts once, its outline before its point, and a point that lies in another
building's outline is no second building: what stands there has been told already.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.rules import threshold


def are_points(buildings: gpd.GeoDataFrame) -> np.ndarray:
    """Which rows are points."""
    return shapely.get_type_id(buildings.geometry.to_numpy()) == shapely.GeometryType.POINT


def one_each(buildings: gpd.GeoDataFrame, chosen: pd.Series) -> gpd.GeoDataFrame:
    """The chosen rows, but of points only those that speak for a building alone, one for each number.

    A point gives way to an outline of its number that is chosen too, and to one of the same number and change whatever that says.
    Of several points of a number the building's own stays, before those of its changes, wherever they stand in the file.

    Parameters
    ----------
    buildings : all rows
    chosen : which of them are asked for, as those in one state
    """
    points = are_points(buildings)
    if not points.any():
        return buildings[chosen]
    number, change = buildings["building_id"].astype(str), _change(buildings)
    outlined = number.isin(number[chosen & ~points]) | _pairs(number, change).isin(_pairs(number, change)[~points])
    alone = buildings.index[chosen & points & ~outlined]
    place = shapely.get_coordinates(buildings.geometry[alone].to_numpy())
    order = pd.DataFrame({"number": number[alone], "change": change[alone], "x": place[:, 0], "y": place[:, 1]})
    first = order.sort_values(["number", "change", "x", "y"]).drop_duplicates("number").index
    return buildings[(chosen & ~points) | buildings.index.isin(first)]


def apart(buildings: gpd.GeoDataFrame) -> np.ndarray:
    """Which rows are points that lie in none of the outlines, nor at the edge of one."""
    points = are_points(buildings)
    found = points.copy()
    if points.any() and not points.all():
        tree = shapely.STRtree(buildings.geometry.to_numpy()[~points])
        near, _ = tree.query(buildings.geometry.to_numpy()[points], predicate="dwithin", distance=threshold("building_point_near_m"))
        found[np.flatnonzero(points)[near]] = False
    return found


def telling(buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows that tell of a building each: outlines, and the points that lie in none of them."""
    return buildings[~are_points(buildings) | apart(buildings)]


def ground_of(buildings: gpd.GeoDataFrame, bases: gpd.GeoSeries) -> gpd.GeoSeries:
    """Ground that may belong to the buildings known by a point alone: near it, on its own plot or parcel.

    Nobody knows how much a building takes whose outline nobody knows, so no idle ground is found there.

    Parameters
    ----------
    bases : plots and then parcels; the first that holds the point counts
    """
    points = buildings.geometry[apart(buildings)]
    near = points.buffer(threshold("building_point_ground_m"))
    point, base = shapely.STRtree(bases.to_numpy()).query(points.to_numpy(), predicate="intersects")
    first = pd.Series(base).groupby(point).min()
    own = shapely.intersection(near.to_numpy()[first.index], bases.to_numpy()[first.to_numpy()])
    near.iloc[first.index] = own
    return near


def units_of(units: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """The one unit that each point is on: it holds the point, or lies within half a metre of it.

    Where several do (a point on a border), that of the parcel which the row names, then the nearest, then the first by its id.

    Parameters
    ----------
    buildings : points

    Returns
    -------
    unit_id, building_id, row (place in `buildings`); a point that is near no unit is not among them
    """
    tree = shapely.STRtree(units.geometry.to_numpy())
    row, unit = tree.query(buildings.geometry.to_numpy(), predicate="dwithin", distance=threshold("building_point_near_m"))
    away_m = shapely.distance(buildings.geometry.to_numpy()[row], units.geometry.to_numpy()[unit])
    named = buildings["parcel_id"].astype(object).to_numpy()[row]
    parcel = units["parcel_id"].astype(object).to_numpy()[unit] if "parcel_id" in units else np.full(len(unit), None, dtype=object)
    other = pd.isna(named) | (named != parcel)
    pairs = pd.DataFrame({"row": row, "unit_id": units.index.to_numpy()[unit], "away_m": away_m, "other": other})
    pairs = pairs.sort_values(["row", "other", "away_m", "unit_id"]).drop_duplicates("row")
    return pairs.assign(building_id=buildings["building_id"].astype(str).to_numpy()[pairs["row"]])[["unit_id", "building_id", "row"]]


def _change(buildings: gpd.GeoDataFrame) -> pd.Series:
    return pd.to_numeric(buildings["change_number"], errors="coerce").fillna(0).astype(int)


def _pairs(number: pd.Series, change: pd.Series) -> pd.Series:
    return number + "/" + change.astype(str)
