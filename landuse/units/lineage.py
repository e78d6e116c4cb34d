"""Follow land units from one set to another by the ground they share, whatever their ids are."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.rules import threshold

_HALF = 0.5  # method: matched by overlap of at least 50 % both ways
_SAME = 0.9999  # an outline that moved less than this is the same


def lineage(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """What became of each unit.

    Parameters
    ----------
    before, after : polygons indexed by unit_id in one projected CRS, each set without overlaps

    Returns
    -------
    before_id, after_id, change, overlap_m2 (planar), ordered by both ids. change is `same`, `remeasured` (same id, moved
    outline), `renumbered` (same ground, other id), `split`, `merged`, `gone` (no after_id), `new` (no before_id)
    """
    pairs = shared_ground(before, after)
    size_before = pd.Series(crs.planar_area_m2(before.geometry), index=before.index)
    size_after = pd.Series(crs.planar_area_m2(after.geometry), index=after.index)
    pairs["of_before"] = pairs["overlap_m2"] / size_before.reindex(pairs["before_id"]).to_numpy()
    pairs["of_after"] = pairs["overlap_m2"] / size_after.reindex(pairs["after_id"]).to_numpy()
    pairs = pairs[pairs["of_before"] * 100 >= threshold("split_part_pct")]
    child = pairs[pairs["of_after"] >= _HALF]
    parent = pairs[pairs["of_before"] >= _HALF]
    split = child[child.duplicated("before_id", keep=False)]
    merged = parent[parent.duplicated("after_id", keep=False)]
    both_ways = child[(child["of_before"] >= _HALF)]
    single = both_ways[~both_ways["before_id"].isin(split["before_id"]) & ~both_ways["after_id"].isin(merged["after_id"])]
    rows = pd.concat(
        [split.assign(change="split"), merged.assign(change="merged"), single.assign(change=_single_change(single))]
    ).drop_duplicates(["before_id", "after_id"])
    return _with_loose_ends(rows, before.index, after.index)


def shared_ground(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """All pairs of units that share ground: before_id, after_id, overlap_m2 (planar)."""
    old, new = after.sindex.query(before.geometry.to_numpy(), predicate="intersects")
    shared = shapely.area(shapely.intersection(before.geometry.to_numpy()[old], after.geometry.to_numpy()[new]))
    pairs = pd.DataFrame({"before_id": before.index.to_numpy()[old], "after_id": after.index.to_numpy()[new], "overlap_m2": shared})
    return pairs[pairs["overlap_m2"] > 0].reset_index(drop=True)


def _single_change(single: pd.DataFrame) -> np.ndarray:
    moved = (single["of_before"] < _SAME) | (single["of_after"] < _SAME)
    renamed = single["before_id"] != single["after_id"]
    return np.select([renamed, moved], ["renumbered", "remeasured"], "same")


def _with_loose_ends(rows: pd.DataFrame, before_ids: pd.Index, after_ids: pd.Index) -> pd.DataFrame:
    gone = pd.DataFrame({"before_id": before_ids.difference(rows["before_id"]), "change": "gone"})
    new = pd.DataFrame({"after_id": after_ids.difference(rows["after_id"]), "change": "new"})
    table = pd.concat([rows, gone, new], ignore_index=True)[["before_id", "after_id", "change", "overlap_m2"]]
    return table.sort_values(["before_id", "after_id"], na_position="last", ignore_index=True)
