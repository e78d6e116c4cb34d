"""Propose plots: the idle rest of a large parcel that holds a building or a use as well.

Only where a parcel has no plots of its own and no tenant. A proposal is a machine's cut until a person takes it.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.narrow import is_narrow
from landuse.rules import threshold
from landuse.units import zones


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
    may_be_cut = np.flatnonzero(_may_be_cut(pieces, leased))
    rows, shapes, proposed = [], [], []
    for row, (ground, used) in zip(may_be_cut, _with_use(pieces.iloc[may_be_cut], in_use), strict=True):
        kept, rests = _split(ground, used)
        shapes += kept + rests
        proposed += [False] * len(kept) + [True] * len(rests)
        rows += [row] * (len(kept) + len(rests))
    cut = pieces.iloc[rows].set_geometry(gpd.GeoSeries(shapes, index=pieces.index[rows], crs=pieces.crs)).assign(proposed=proposed)
    return pd.concat([pieces.drop(pieces.index[may_be_cut]), cut], ignore_index=True)


def _may_be_cut(pieces: gpd.GeoDataFrame, leased: frozenset[str]) -> pd.Series:
    in_force = pieces["plan_state"] == zones.PlanState.IN_FORCE
    large = crs.planar_area_m2(pieces.geometry) >= threshold("propose_area_m2")
    parcel = pieces["plot_id"].isna() & pieces["parcel_id"].notna()
    return (pieces["counts"] == zones.Counts.NET) & in_force & large & parcel & ~pieces["base_id"].isin(leased)


def _with_use(units: gpd.GeoDataFrame, in_use: gpd.GeoSeries) -> list[tuple[shapely.Polygon, shapely.Geometry]]:
    """Each unit's ground with the union of what uses it."""
    grounds = units.geometry.to_numpy()
    unit, use = in_use.sindex.query(grounds, predicate="intersects", sort=True)
    shapes = np.split(in_use.to_numpy()[use], np.searchsorted(unit, np.arange(1, len(grounds))))
    return [(ground, shapely.union_all(used)) for ground, used in zip(grounds, shapes, strict=False)]


def _split(ground: shapely.Polygon, used: shapely.Geometry) -> tuple[list[shapely.Polygon], list[shapely.Polygon]]:
    """What stays and what is proposed of one piece of ground; all stays where it is idle or used as a whole.

    What uses no more than strips of it, as a road beside it whose border does not quite meet its own, does not part it.
    """
    rests = [] if shapely.is_empty(used) else idle_rest(ground, used)
    if not rests or shapely.area(shapely.intersection(ground, used)) == 0:
        return [ground], []
    stays = _polygons(shapely.difference(ground, shapely.union_all(rests)))
    strips = is_narrow(stays, threshold("fit_m"))
    if strips.all():
        return [ground], []
    if strips.any():
        stays = stays[~strips]
        rests = sorted(_polygons(shapely.difference(ground, shapely.union_all(stays))), key=lambda part: -part.area)
    return list(stays), list(rests)


def _polygons(shape: shapely.Geometry) -> np.ndarray:
    parts = shapely.get_parts(shape)
    return parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)]
