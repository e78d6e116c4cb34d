"""Nature on the pieces of ground that moved between two inventories: looked up on each piece, never taken by the unit's share."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure.flatten import flatten, newest_first, polygons_of
from landuse.measure.overlap import overlap_areas
from landuse.measure.united import united
from landuse.progress import nature
from landuse.units import schema

COLUMNS = tuple(schema.nature_column(kind) for kind in schema.NATURE_KINDS)
_BLANK = schema.nature_column("not_mapped")
_WHOLE = 0.9999  # of the unit it was part of: the piece is the unit, as in lineage
_LEAST_M2 = 1.0  # less than this is the width of a line, not ground


def piece_nature(
    pieces: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, land_resource: gpd.GeoDataFrame | None
) -> pd.DataFrame:
    """What lay on each piece then, true m² by kind (COLUMNS), indexed like the pieces; a row sums to the piece.

    A whole unit has what its inventory says of it. A part of one is held against the land resource, and so is ground that
    entered with a larger perimeter.

    Parameters
    ----------
    pieces : before_id and after_id (NaN where a perimeter did not hold it), area_m2; a unique index
    land_resource : as it was then, overlaps allowed, in the inventories' CRS; or the ground as it was kept, with its `kind`, without
        overlaps. None where nobody asks of nature: a unit's is spread evenly over its parts, and nothing is known of ground that no
        inventory held then
    """
    shares = before[list(COLUMNS)].div(before["area_m2"].clip(lower=1), axis=0).reindex(pieces["before_id"])
    found = pd.DataFrame(shares.to_numpy(), index=pieces.index, columns=list(COLUMNS))
    nowhere = pieces["before_id"].isna()
    found[nowhere] = 0.0
    found.loc[nowhere, schema.nature_column("not_mapped")] = 1.0
    if land_resource is not None:
        parts = pieces[(nowhere | ~_is_whole(pieces, before)) & (pieces["area_m2"] >= _LEAST_M2)]
        looked_up = _shares(_shapes(parts, before, after), land_resource)
        found.loc[looked_up.index] = looked_up
    return found.mul(pieces["area_m2"], axis=0)


def as_kept(
    lay: pd.DataFrame, pieces: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, kept: gpd.GeoDataFrame
) -> pd.DataFrame:
    """What lay on pieces, with that of some of them by the ground as it was kept; what it says nothing of stays as it was found.

    Parameters
    ----------
    lay : `piece_nature` of all pieces; kept : `kind`, without overlaps
    """
    parts = pieces[pieces["area_m2"] >= _LEAST_M2]
    shares = _shares(_shapes(parts, before, after), kept)
    blank, area_m2 = shares[_BLANK], pieces["area_m2"].loc[shares.index]
    told = shares.assign(**{_BLANK: 0.0}).mul(area_m2, axis=0)
    found = lay.copy()
    found.loc[shares.index] = told + lay.loc[shares.index].mul(blank, axis=0)
    return found


def _is_whole(pieces: pd.DataFrame, before: gpd.GeoDataFrame) -> pd.Series:
    return pieces["area_m2"] >= _WHOLE * pieces["before_id"].map(before["area_m2"])


def _shapes(parts: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """The ground of each piece: what two units share, or what of one the other inventory does not hold; none where it is no area."""
    was, became = (units.geometry.reindex(parts[name]).to_numpy() for units, name in ((before, "before_id"), (after, "after_id")))
    shapes = shapely.intersection(was, became)
    for here, there, lone in ((was, after, parts["after_id"].isna()), (became, before, parts["before_id"].isna())):
        for row in np.flatnonzero(lone):
            near = there.geometry.to_numpy()[there.sindex.query(here[row], predicate="intersects")]
            shapes[row] = shapely.difference(here[row], united(near)) if len(near) else here[row]
    ground = gpd.GeoSeries([polygons_of(shape) for shape in shapes], index=parts.index, crs=before.crs)
    return ground[~ground.is_empty]


def _shares(shapes: gpd.GeoSeries, land_resource: gpd.GeoDataFrame) -> pd.DataFrame:
    """The share of each kind on each shape, 0–1; where two areas of the map meet, the newest keeps the ground."""
    hit = np.unique(land_resource.sindex.query(shapes.to_numpy(), predicate="intersects")[1])
    ground = _kinds(land_resource.iloc[hit])
    parts = gpd.GeoDataFrame(geometry=shapes)
    shared = overlap_areas(parts, ground, "kind")["overlap_m2"].unstack(fill_value=0.0)
    shared = shared.reindex(index=parts.index, columns=list(schema.NATURE_KINDS), fill_value=0.0)
    shared["not_mapped"] += (shapely.area(shapes.to_numpy()) - shared.sum(axis=1)).clip(lower=0.0)
    return shared.div(shared.sum(axis=1), axis=0).set_axis(list(COLUMNS), axis=1)


def _kinds(land_resource: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if "kind" in land_resource:
        return land_resource
    flat, _ = flatten(newest_first(land_resource, "land_resource"), "row")
    return flat.assign(kind=nature.kind_of(flat))
