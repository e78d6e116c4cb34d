"""Ground that is in use now and was not at the baseline, and what it was then: by the ground itself, whatever made it so."""

import geopandas as gpd
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.overlap import overlap_areas
from landuse.measure.united import united
from landuse.measure.zonal import Grid, class_areas
from landuse.progress import cover_change
from landuse.units import schema

NATURE = ("forest", "bog", "other_nature")
FARMLAND = "farmland"
KINDS = (FARMLAND, *NATURE, "not_mapped")
_LEAST_M2 = 2.0  # a unit's new ground under this is how it was rounded


def newly_in_use(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, pieces: pd.DataFrame) -> gpd.GeoSeries:
    """The part of each unit in use now that was not in use before: vacant, outside the account or outside the perimeter.

    Parameters
    ----------
    pieces : movements.pieces of the two

    Returns
    -------
    outlines indexed by unit_id; units without such ground are left out
    """
    moved = pieces[(pieces["became"] == "in_use") & (pieces["was"] != "in_use")].groupby("after_id")["area_m2"].sum()
    units = after.geometry.reindex(moved.index[moved >= _LEAST_M2])
    used = before.geometry[before["class"].isin(schema.IN_USE)].to_numpy()
    rows, hits = gpd.GeoSeries(used, crs=before.crs).sindex.query(units.to_numpy(), predicate="intersects")
    outlines = units.to_numpy().copy()
    for row in sorted(set(rows)):
        outlines[row] = shapely.difference(outlines[row], united(used[hits[rows == row]]))
    return gpd.GeoSeries([_areas_of(outline) for outline in outlines], index=units.index, crs=after.crs)


def kinds_m2(outlines: gpd.GeoSeries, ground: gpd.GeoDataFrame) -> pd.Series:
    """How much of the outlines was of each kind (schema.NATURE_KINDS), true m²; what no map speaks of is not_mapped.

    Parameters
    ----------
    ground : kind, without overlaps, as the ground was mapped at the baseline
    """
    units = gpd.GeoDataFrame(geometry=outlines)
    planar = pd.Series(crs.planar_area_m2(units.geometry), index=units.index)
    shared = overlap_areas(units, ground, "kind")["overlap_m2"].unstack(fill_value=0.0)
    shared = shared.reindex(index=units.index, columns=list(schema.NATURE_KINDS), fill_value=0.0)
    shared["not_mapped"] += (planar - shared.sum(axis=1)).clip(lower=0.0)
    return shared.div(crs.areal_factor(units.geometry), axis=0).sum()


def unmapped(outlines: gpd.GeoSeries, ground: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """The part of the outlines that the map of the ground says nothing of."""
    mapped = ground.geometry[ground["kind"] != "not_mapped"].to_numpy()
    rows, hits = gpd.GeoSeries(mapped, crs=outlines.crs).sindex.query(outlines.to_numpy(), predicate="intersects")
    left = outlines.to_numpy().copy()
    for row in sorted(set(rows)):
        left[row] = _areas_of(shapely.difference(left[row], united(mapped[hits[rows == row]])))
    return gpd.GeoSeries(left, index=outlines.index, crs=outlines.crs)


def cover_kinds_m2(outlines: gpd.GeoSeries, cover: Grid) -> pd.Series:
    """As `kinds_m2`, by a land cover; a class without a kind is not_mapped."""
    units = gpd.GeoDataFrame(geometry=outlines[~outlines.is_empty])
    areas = class_areas(units, cover)["overlap_m2"].div(crs.areal_factor(units.geometry), level="unit")
    kinds = areas.index.get_level_values("code").map(cover_change.kinds()).fillna("not_mapped")
    found = areas.groupby(kinds.to_numpy()).sum().reindex(list(schema.NATURE_KINDS), fill_value=0.0)
    found["not_mapped"] += max(float(crs.area_m2(units.geometry).sum() - found.sum()), 0.0)
    return found


def not_mapped_m2(outlines: gpd.GeoSeries) -> pd.Series:
    """Ground that nobody has mapped, true m² by kind (KINDS)."""
    return pd.Series(dict.fromkeys(KINDS, 0.0) | {"not_mapped": float(crs.area_m2(outlines).sum())})


def _areas_of(outline: shapely.Geometry) -> shapely.Geometry:
    """The areas alone of what cutting left."""
    parts = shapely.get_parts(outline)
    areas = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.MultiPolygon(list(areas)) if len(areas) != 1 else areas[0]
