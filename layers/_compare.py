"""A layer's newer rows against its older ones, without holding both at once: what is the same is set apart by hash first."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.changes import Changes, changes
from landuse.quality_shapes import OUTLINE, outlines
from layers._rows import Rows

_PART_ROWS = 20_000


def compared(old: Rows, new: Rows, key: str | None) -> Changes:
    """As `landuse.changes.changes`; rows whose key stands once on both sides are compared part by part.

    Parameters
    ----------
    old, new : canonical rows of one layer in the same CRS, shapes of one part and of several alike
    key : the column that names a row; None compares all at once
    """
    if key is None:
        return changes(old.frame(), new.frame(), None)
    one, other = _pairs(old.columns[key], new.columns[key])
    same = _same_values(old, new, one, other, key)
    same[same] = _outlines(old)[one[same]] == _outlines(new)[other[same]]
    found = Changes(same=int(same.sum()), ground=gpd.GeoSeries([], crs=new.shapes.crs))
    differ = np.flatnonzero(~same)
    for first in range(0, len(differ), _PART_ROWS):
        part = differ[first : first + _PART_ROWS]
        found = _together(found, changes(old.at(one[part]), new.at(other[part]), key))
    left = [np.setdiff1d(np.arange(len(rows)), taken) for rows, taken in ((old, one), (new, other))]
    return _together(found, changes(old.at(left[0]), new.at(left[1]), key)) if len(left[0]) or len(left[1]) else found


def _pairs(old: pd.Series, new: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Places of the rows that alone bear their name, in the older and in the newer rows."""
    alone = [np.flatnonzero(names.notna() & ~names.duplicated(keep=False)) for names in (old, new)]
    at = pd.Index(old.iloc[alone[0]]).get_indexer(pd.Index(new.iloc[alone[1]]))
    pairs = np.sort(np.stack([alone[0][at[at >= 0]], alone[1][at >= 0]], axis=1).view([("old", np.int64), ("new", np.int64)]), axis=0)
    return pairs["old"].ravel(), pairs["new"].ravel()


def _same_values(old: Rows, new: Rows, one: np.ndarray, other: np.ndarray, key: str) -> np.ndarray:
    """Which pairs have the same attributes."""
    same = np.ones(len(one), dtype=bool)
    for name in old.columns.columns.intersection(new.columns.columns).drop(key):
        before, after = old.columns[name].iloc[one].reset_index(drop=True), new.columns[name].iloc[other].reset_index(drop=True)
        same &= ((before == after).fillna(False) | (before.isna() & after.isna())).to_numpy(dtype=bool)
    return same


def _outlines(rows: Rows) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=OUTLINE), *(outlines(part.geometry) for part in rows.parts())])


def _together(one: Changes, other: Changes) -> Changes:
    """Changes of two parts of a layer as one."""
    lists = {name: (*getattr(one, name), *getattr(other, name)) for name in ("new", "gone", "renamed", "moved", "recoded")}
    ground = gpd.GeoSeries([*one.ground, *other.ground], crs=one.ground.crs)
    return replace(one, **lists, same=one.same + other.same, ground=ground)
