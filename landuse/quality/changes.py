"""What a newer file of a layer changed: rows matched by their key, then by the ground they cover."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.quality.moved import moved_m

_MOVED_M = 0.05  # less is rounding: coordinates are given to a centimetre
_SAME_GROUND = 0.5  # of both, as for land units
Share = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Changes:
    """Rows of the newer frame against the older, by their names.

    renamed, moved : pairs (old, new name); names and metres
    recoded : name, column, old value, new value
    same : how many rows are unchanged
    ground : where anything changed, old and new shapes: a GeoSeries, or a column of shapes on disk where there may be very many
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, float], ...] = ()
    recoded: tuple[tuple[str, str, str, str], ...] = ()
    same: int = 0
    ground: Any = field(default=None, compare=False)

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.new or self.gone or self.renamed or self.moved or self.recoded)


def plainly_shared_m2(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The area that both shapes of each pair cover."""
    return shapely.area(shapely.intersection(one, other))


def changes(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, key: str | None, share: Share = plainly_shared_m2) -> Changes:
    """Compare two canonical frames of one layer in the same CRS.

    Parameters
    ----------
    key : the column that names a row; None matches by ground alone, or by all values in a table without geometry
    share : how the ground that pairs of shapes share is found; NaN where it is not
    """
    old, new = old.reset_index(drop=True), new.reset_index(drop=True)
    pairs = by_key(old, new, key) if key else np.empty((0, 2), dtype=int)
    pairs = together(pairs, _by_ground(old, new, pairs, share))
    pairs = together(pairs, _by_values(old, new, pairs))
    return between(old, new, pairs, key, (names_of(old, key), names_of(new, key)))


def between(
    old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, pairs: np.ndarray, key: str | None, names: tuple[list[str], list[str]]
) -> Changes:
    """What changed between rows that are matched; those that are not are gone or new.

    Parameters
    ----------
    pairs : places in both frames, a row for each match
    names : of the rows of both
    """
    columns = [name for name in new.columns if name != "geometry" and name in old.columns and name != key]
    differ = _differences(old, new, pairs, columns)
    moved = _moved_m(old, new, pairs)
    renamed = [(names[0][a], names[1][b]) for a, b in pairs if key and names[0][a] != names[1][b]]
    touched = {int(b) for (a, b), far in zip(pairs, moved, strict=True) if far > _MOVED_M} | {int(pairs[at][1]) for at, *_ in differ}
    gone, fresh = rest(len(old), pairs[:, 0]), rest(len(new), pairs[:, 1])
    before = [int(a) for (a, b) in pairs if int(b) in touched]
    return Changes(
        new=tuple(names[1][row] for row in fresh),
        gone=tuple(names[0][row] for row in gone),
        renamed=tuple(renamed),
        moved=tuple((names[1][b], round(float(far), 2)) for (_, b), far in zip(pairs, moved, strict=True) if far > _MOVED_M),
        recoded=tuple((names[1][pairs[at][1]], name, before, after) for at, name, before, after in differ),
        same=len(pairs) - len(touched | {int(b) for a, b in pairs if key and names[0][a] != names[1][b]}),
        ground=gpd.GeoSeries([*old.geometry.iloc[[*gone, *before]], *new.geometry.iloc[[*fresh, *sorted(touched)]]], crs=new.crs),
    )


def by_key(old: pd.DataFrame, new: pd.DataFrame, key: str) -> np.ndarray:
    """Pairs of rows that bear the same name; where a name stands several times, in the order of the rows."""
    marked = [frame[[key]].assign(_row=range(len(frame)), _turn=frame.groupby(key, dropna=False).cumcount()) for frame in (old, new)]
    joined = marked[0][marked[0][key].notna()].merge(marked[1], on=[key, "_turn"], suffixes=("_old", "_new"))
    return joined[["_row_old", "_row_new"]].to_numpy()


def shared_ground(one: np.ndarray, other: np.ndarray, share: Share = plainly_shared_m2) -> np.ndarray:
    """For each pair the part of the larger area that both cover, or 1 for lines within 5 cm of each other; 0 where that is too little
    or not found."""
    boxes = shapely.bounds(one), shapely.bounds(other)
    areas = shapely.get_dimensions(one) == 2
    larger = np.maximum(np.maximum(shapely.area(one), shapely.area(other)), 1e-9)
    sides = np.clip(np.minimum(boxes[0][:, 2:], boxes[1][:, 2:]) - np.maximum(boxes[0][:, :2], boxes[1][:, :2]), 0, None)
    shared = np.zeros(len(one))
    near = areas & (sides.prod(axis=1) >= _SAME_GROUND * larger)  # no two shapes share more than their boxes do
    shared[near] = share(one[near], other[near]) / larger[near]
    close = ~areas & (np.abs(boxes[0] - boxes[1]).max(axis=1, initial=0) <= _MOVED_M)
    shared[close] = moved_m(one[close], other[close]) <= _MOVED_M
    return np.where(shared >= _SAME_GROUND, shared, 0.0)


def best_pairs(one: np.ndarray, other: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """Each row at most once, those that share most first; candidates in the order of the newer rows."""
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for at in np.argsort(-shared, kind="stable"):
        a, b = int(one[at]), int(other[at])
        if shared[at] and a not in taken[0] and b not in taken[1]:
            taken[0].add(a)
            taken[1].add(b)
            found.append((a, b))
    return np.array(found, dtype=int).reshape(-1, 2)


def together(pairs: np.ndarray, more: np.ndarray) -> np.ndarray:
    """Pairs of both."""
    return np.concatenate([pairs, more]).astype(int)


def rest(length: int, taken: np.ndarray) -> list[int]:
    """Places that are in no pair."""
    return np.setdiff1d(np.arange(length), taken).tolist()


def names_of(frame: pd.DataFrame, key: str | None, places: np.ndarray | None = None) -> list[str]:
    """The rows' names by their key, or by their number.

    Parameters
    ----------
    places : of the rows in their layer, from 0
    """
    named = frame[key].astype("object") if key else pd.Series(None, index=frame.index, dtype=object)
    numbers = range(len(frame)) if places is None else places.tolist()
    return [f"#{row + 1}" if pd.isna(name) else str(name) for row, name in zip(numbers, named, strict=True)]


def _by_ground(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, pairs: np.ndarray, share: Share) -> np.ndarray:
    """Rows not matched yet that cover mostly the same ground, or lines that run within 5 cm of each other."""
    one, other = old.geometry.iloc[rest(len(old), pairs[:, 0])].dropna(), new.geometry.iloc[rest(len(new), pairs[:, 1])].dropna()
    if one.empty or other.empty:
        return np.empty((0, 2), dtype=int)
    right, left = one.sindex.query(other.to_numpy(), sort=True)
    shared = shared_ground(one.to_numpy()[left], other.to_numpy()[right], share)
    return best_pairs(one.index.to_numpy()[left], other.index.to_numpy()[right], shared)


def _by_values(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, pairs: np.ndarray) -> np.ndarray:
    """Rows without geometry that say exactly the same."""
    one, other = (_said(frame, rest(len(frame), pairs[:, side])) for side, frame in enumerate((old, new)))
    waiting: dict[tuple, list[int]] = {}
    for at, said in other:
        waiting.setdefault(said, []).append(at)
    return np.array([(at, waiting[said].pop(0)) for at, said in one if waiting.get(said)], dtype=int).reshape(-1, 2)


def _said(frame: gpd.GeoDataFrame, places: list[int]) -> list[tuple[int, tuple]]:
    """What the rows without geometry say, as text."""
    plain = frame.iloc[[at for at, missing in zip(places, frame.geometry.iloc[places].isna(), strict=True) if missing]]
    values = [plain[name].map(_text) for name in plain.columns if name != "geometry"]
    return list(zip(plain.index.tolist(), zip(*values, strict=True), strict=False)) if values else []


def _differences(old: pd.DataFrame, new: pd.DataFrame, pairs: np.ndarray, columns: list[str]) -> list[tuple[int, str, str, str]]:
    found = []
    for name in columns:
        before, after = (frame[name].map(_text).to_numpy()[pairs[:, side]] for side, frame in enumerate((old, new)))
        found += [(int(at), name, before[at], after[at]) for at in np.flatnonzero(before != after)]
    return sorted(found)


def _moved_m(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, pairs: np.ndarray) -> np.ndarray:
    """How far the outline of each pair moved at most, in metres (Hausdorff); 0 where there is no geometry."""
    a, b = (frame.geometry.to_numpy()[pairs[:, side]] for side, frame in enumerate((old, new)))
    moved = np.zeros(len(pairs))
    differ = ~(shapely.is_missing(a) | shapely.is_missing(b)) & ~shapely.equals_exact(shapely.normalize(a), shapely.normalize(b))
    moved[differ] = moved_m(a[differ], b[differ])
    return moved


def _text(value: object) -> str:
    if value is None or pd.isna(value):
        return "–"
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
