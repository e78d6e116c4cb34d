"""What a newer file of a layer changed: rows matched by their key, then by the ground they cover."""

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

_MOVED_M = 0.05  # less is rounding: coordinates are given to a centimetre
_SAME_GROUND = 0.5  # of both, as for land units


@dataclass(frozen=True)
class Changes:
    """Rows of the newer frame against the older, by their names.

    renamed, moved : pairs (old, new name); names and metres
    recoded : name, column, old value, new value
    same : how many rows are unchanged
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, float], ...] = ()
    recoded: tuple[tuple[str, str, str, str], ...] = ()
    same: int = 0
    ground: gpd.GeoSeries | None = field(default=None, compare=False)  # where anything changed, old and new shapes

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.new or self.gone or self.renamed or self.moved or self.recoded)


def changes(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, key: str | None) -> Changes:
    """Compare two canonical frames of one layer in the same CRS.

    Parameters
    ----------
    key : the column that names a row; None matches by ground alone, or by all values in a table without geometry
    """
    old, new = old.reset_index(drop=True), new.reset_index(drop=True)
    pairs = _by_key(old, new, key) if key else np.empty((0, 2), dtype=int)
    pairs = _with(pairs, _by_ground(old, new, pairs))
    pairs = _with(pairs, _by_values(old, new, pairs))
    columns = [name for name in new.columns if name != "geometry" and name in old.columns]
    named = [name for name in columns if name != key]
    differ = _differences(old, new, pairs, named)
    moved = _moved_m(old, new, pairs)
    names_old, names_new = _names(old, key), _names(new, key)
    renamed = [(names_old[a], names_new[b]) for a, b in pairs if key and names_old[a] != names_new[b]]
    touched = {int(b) for (a, b), far in zip(pairs, moved, strict=True) if far > _MOVED_M} | {int(pairs[at][1]) for at, *_ in differ}
    gone, fresh = _rest(len(old), pairs[:, 0]), _rest(len(new), pairs[:, 1])
    before = [int(a) for (a, b) in pairs if int(b) in touched]
    return Changes(
        new=tuple(names_new[row] for row in fresh),
        gone=tuple(names_old[row] for row in gone),
        renamed=tuple(renamed),
        moved=tuple((names_new[b], round(float(far), 2)) for (_, b), far in zip(pairs, moved, strict=True) if far > _MOVED_M),
        recoded=tuple((names_new[pairs[at][1]], name, before, after) for at, name, before, after in differ),
        same=len(pairs) - len(touched | {int(b) for a, b in pairs if key and names_old[a] != names_new[b]}),
        ground=gpd.GeoSeries([*old.geometry.iloc[[*gone, *before]], *new.geometry.iloc[[*fresh, *sorted(touched)]]], crs=new.crs),
    )


def _by_key(old: pd.DataFrame, new: pd.DataFrame, key: str) -> np.ndarray:
    """Rows that bear the same name; where a name stands several times, in the order of the rows."""
    marked = [frame.assign(_row=range(len(frame)), _turn=frame.groupby(key, dropna=False).cumcount()) for frame in (old, new)]
    joined = marked[0][marked[0][key].notna()].merge(marked[1], on=[key, "_turn"], suffixes=("_old", "_new"))
    return joined[["_row_old", "_row_new"]].to_numpy()


def _by_ground(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, pairs: np.ndarray) -> np.ndarray:
    """Rows not matched yet that cover mostly the same ground, or lines that run within 5 cm of each other."""
    one, other = old.geometry.iloc[_rest(len(old), pairs[:, 0])].dropna(), new.geometry.iloc[_rest(len(new), pairs[:, 1])].dropna()
    if one.empty or other.empty:
        return np.empty((0, 2), dtype=int)
    left, right = one.sindex.query(other.to_numpy(), predicate="intersects")[::-1]
    a, b = one.to_numpy()[left], other.to_numpy()[right]
    areas = shapely.get_dimensions(a) == 2
    shared = np.where(areas, shapely.area(shapely.intersection(a, b)) / np.maximum(np.maximum(shapely.area(a), shapely.area(b)), 1e-9), 0.0)
    shared = np.where(~areas & (shapely.hausdorff_distance(a, b) <= _MOVED_M), 1.0, shared)
    order = [at for at in np.argsort(-shared, kind="stable") if shared[at] >= _SAME_GROUND]
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for at in order:
        if left[at] not in taken[0] and right[at] not in taken[1]:
            taken[0].add(int(left[at]))
            taken[1].add(int(right[at]))
            found.append((one.index[left[at]], other.index[right[at]]))
    return np.array(found, dtype=int).reshape(-1, 2)


def _by_values(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, pairs: np.ndarray) -> np.ndarray:
    """Rows without geometry that say exactly the same."""
    one, other = (
        {at: tuple(_text(value) for value in frame.drop(columns="geometry").iloc[at]) for at in rows if frame.geometry.iloc[at] is None}
        for frame, rows in ((old, _rest(len(old), pairs[:, 0])), (new, _rest(len(new), pairs[:, 1])))
    )
    waiting: dict[tuple, list[int]] = {}
    for at, said in other.items():
        waiting.setdefault(said, []).append(at)
    return np.array([(at, waiting[said].pop(0)) for at, said in one.items() if waiting.get(said)], dtype=int).reshape(-1, 2)


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
    moved[differ] = shapely.hausdorff_distance(a[differ], b[differ])
    return moved


def _with(pairs: np.ndarray, more: np.ndarray) -> np.ndarray:
    return np.concatenate([pairs, more]).astype(int)


def _rest(length: int, taken: np.ndarray) -> list[int]:
    return np.setdiff1d(np.arange(length), taken).tolist()


def _names(frame: pd.DataFrame, key: str | None) -> list[str]:
    named = frame[key].astype("object") if key else pd.Series(None, index=frame.index, dtype=object)
    return [f"#{row + 1}" if pd.isna(name) else str(name) for row, name in enumerate(named)]


def _text(value: object) -> str:
    if value is None or pd.isna(value):
        return "–"
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
