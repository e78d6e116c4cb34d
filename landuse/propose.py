"""Propose plots: the idle rest of a large parcel that holds a building or a use as well.

Only where a parcel has no plots of its own and no tenant. A proposal is a machine's cut until a person takes it.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse import crs, zones
from landuse.rules import threshold


def idle_rest(ground: shapely.Polygon, in_use: shapely.Geometry) -> list[shapely.Polygon]:
    """The parts of a piece of ground that nothing uses and that are worth a plot.

    A part counts if it is large enough and a square of the least width could move about in it (opening: shrunk by half
    the width, grown back); its own, unopened shape is what is kept.

    Parameters
    ----------
    ground : one unit, projected CRS, m
    in_use : union of what uses ground, the same CRS

    Returns
    -------
    polygons, largest first
    """
    half_m = threshold("propose_width_m") / 2
    least_m2 = threshold("propose_area_m2")
    parts = shapely.get_parts(shapely.difference(ground, in_use))
    large = parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) >= least_m2)]
    core = shapely.buffer(large, -half_m, join_style="mitre")
    opened_m2 = shapely.area(shapely.buffer(core, half_m, join_style="mitre"))
    kept = large[opened_m2 >= least_m2]
    return sorted(kept, key=lambda part: -part.area)


def idle_rest_m2(units: gpd.GeoDataFrame, in_use: gpd.GeoSeries) -> pd.Series:
    """The idle rest inside each unit, planar m²: what could be built denser (`spare_m2`), outside the rate."""
    rests = [sum(part.area for part in idle_rest(ground, used)) for ground, used in _with_use(units, in_use)]
    return pd.Series(rests, index=units.index, name="spare_m2", dtype=float)


def with_proposals(pieces: gpd.GeoDataFrame, in_use: gpd.GeoSeries, leased: frozenset[str]) -> gpd.GeoDataFrame:
    """Pieces where the idle rest of a parcel in use stands as rows of its own, marked `proposed`."""
    may_be_cut = _may_be_cut(pieces, leased)
    whole = pieces[~may_be_cut]
    rows = [whole]
    for (_, row), (ground, used) in zip(pieces[may_be_cut].iterrows(), _with_use(pieces[may_be_cut], in_use)):
        rows.append(_split(row, ground, used, pieces.crs))
    return gpd.GeoDataFrame(pd.concat(rows, ignore_index=True), crs=pieces.crs)


def _may_be_cut(pieces: gpd.GeoDataFrame, leased: frozenset[str]) -> pd.Series:
    counted = [zones.counts(z, t) == zones.Counts.NET for z, t in zip(pieces["zone_code"], pieces["plan_type"])]
    in_force = pieces["plan_state"] == zones.PlanState.IN_FORCE
    large = crs.planar_area_m2(pieces.geometry) >= threshold("propose_area_m2")
    parcel = pieces["plot_id"].isna() & pieces["parcel_id"].notna()
    return pd.Series(counted, index=pieces.index) & in_force & large & parcel & ~pieces["base_id"].isin(leased)


def _with_use(units: gpd.GeoDataFrame, in_use: gpd.GeoSeries) -> list[tuple[shapely.Polygon, shapely.Geometry]]:
    grounds = units.geometry.to_numpy()
    unit, use = in_use.sindex.query(grounds, predicate="intersects")
    shapes = in_use.to_numpy()
    return [(ground, shapely.union_all(shapes[use[unit == i]])) for i, ground in enumerate(grounds)]


def _split(row: pd.Series, ground: shapely.Polygon, used: shapely.Geometry, crs_: object) -> gpd.GeoDataFrame:
    rests = idle_rest(ground, used)
    taken = ground.intersection(used).area
    if not rests or taken == 0:
        return gpd.GeoDataFrame([row], geometry="geometry", crs=crs_)
    remainder = shapely.difference(ground, shapely.union_all(np.array(rests)))
    kept = [part for part in shapely.get_parts(remainder) if part.geom_type == "Polygon" and part.area > 0]
    shapes = kept + rests
    split = gpd.GeoDataFrame([row] * len(shapes), geometry=shapes, crs=crs_)
    split["proposed"] = [False] * len(kept) + [True] * len(rests)
    return split
