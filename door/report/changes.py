"""A layer's newer rows against its older ones, without holding both at once: matched first, then told part by part."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from door.geometry.shared import shared_m2
from door.progress import tell
from landuse.quality.changes import Changes, best_pairs, between, by_key, changes, names_of, rest, shared_ground, together
from landuse.quality.shapes import OUTLINE, outlines
from parks.rows import Rows
from parks.shape_column import ShapeWriter, column_of

_PART_ROWS = 20_000
_KINDS = ("new", "gone", "renamed", "moved", "recoded")
_MOST_NAMED = 50


def as_json(since: Changes | None) -> dict[str, Any] | None:
    """The changes as a report keeps them: counts and the first names of each kind; None where there was nothing to compare with."""
    if since is None:
        return None
    kinds = {name: getattr(since, name) for name in _KINDS}
    counted = {name: len(found) for name, found in kinds.items()}
    return {"same": since.same, **counted, "named": {name: [*found[:_MOST_NAMED]] for name, found in kinds.items()}}


def compared(old: Rows, new: Rows, key: str | None) -> Changes:
    """As `landuse.quality.changes.changes`, the changed ground as a column of shapes.

    Parameters
    ----------
    old, new : canonical rows of one layer in the same CRS, shapes of one part and of several alike
    key : the column that names a row; None matches by ground alone
    """
    boxes = old.shapes.boxes(), new.shapes.boxes()
    if not all(np.isfinite(box).all() for box in boxes):  # a table, whose rows are matched by what they say
        found = changes(old.frame(), new.frame(), key, shared_m2)
        return replace(found, ground=column_of(found.ground.to_numpy(), new.shapes.crs))
    pairs, outline = _pairs(old, new, key, boxes)
    same = _same_values(old, new, pairs)
    same &= outline[0][pairs[:, 0]] == outline[1][pairs[:, 1]]
    found, ground = Changes(same=int(same.sum())), ShapeWriter(new.shapes.crs)
    for one, other, matched in _parts(pairs[~same], rest(len(old), pairs[:, 0]), rest(len(new), pairs[:, 1])):
        frames = old.at(one), new.at(other)
        names = names_of(frames[0], key, one), names_of(frames[1], key, other)
        part = between(*frames, matched, key, names)
        ground.add(part.ground.to_numpy())
        found = _together(found, part)
    return replace(found, ground=ground.done())


def matched(old: Rows, new: Rows, key: str | None, but: str) -> np.ndarray:
    """Places of the rows that are the same thing in both: by name, then by ground; without ground, by all that they say.

    Parameters
    ----------
    but : a column that says nothing of what a row is
    """
    boxes = old.shapes.boxes(), new.shapes.boxes()
    if all(np.isfinite(box).all() for box in boxes):
        return _pairs(old, new, key, boxes)[0]
    names = [name for name in new.columns if name != but and name in old.columns]
    said = [rows.columns[names].astype(object).where(rows.columns[names].notna(), "").astype(str) for rows in (old, new)]
    marked = [one.assign(_row=range(len(one)), _turn=one.groupby(names).cumcount()) for one in said]
    return marked[0].merge(marked[1], on=[*names, "_turn"], suffixes=("_old", "_new"))[["_row_old", "_row_new"]].to_numpy(dtype=int)


def _pairs(old: Rows, new: Rows, key: str | None, boxes: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Places of the rows that are the same thing, in the order of the newer ones, and the outlines of both."""
    rows = len(old) + len(new)
    outline = _outlines(old, 0, rows), _outlines(new, len(old), rows)
    pairs = by_key(old.columns, new.columns, key) if key else np.empty((0, 2), dtype=int)
    pairs = together(pairs, _by_outline(*outline, pairs))
    pairs = together(pairs, _by_ground(old, new, boxes, pairs))
    return pairs[np.argsort(pairs[:, 1], kind="stable")], outline


def _parts(differ: np.ndarray, gone: list[int], fresh: list[int]) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Places in the older rows, in the newer rows, and which of these are pairs."""
    none = np.empty(0, dtype=int)
    for first in range(0, len(differ), _PART_ROWS):
        part = differ[first : first + _PART_ROWS]
        yield part[:, 0], part[:, 1], np.repeat(np.arange(len(part))[:, None], 2, axis=1)
    for first in range(0, max(len(gone), len(fresh)), _PART_ROWS):
        here = slice(first, first + _PART_ROWS)
        yield np.array(gone[here], dtype=int), np.array(fresh[here], dtype=int), np.stack([none, none], axis=1)


def _by_outline(old: np.ndarray, new: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Rows not matched yet whose very outline stands once on both sides."""
    left = [np.array(rest(len(one), pairs[:, side]), dtype=int) for side, one in enumerate((old, new))]
    alone = []
    for one, places in zip((old, new), left, strict=True):
        _, first, times = np.unique(one[places], return_index=True, return_counts=True)
        alone.append(places[first[times == 1]])
    _, a, b = np.intersect1d(old[alone[0]], new[alone[1]], assume_unique=True, return_indices=True)
    return np.stack([alone[0][a], alone[1][b]], axis=1)


def _by_ground(old: Rows, new: Rows, boxes: tuple[np.ndarray, np.ndarray], pairs: np.ndarray) -> np.ndarray:
    """Rows not matched yet that cover mostly the same ground; shapes are read for those alone whose boxes meet."""
    left = [np.array(rest(len(box), pairs[:, side]), dtype=int) for side, box in enumerate(boxes)]
    if not len(left[0]) or not len(left[1]):
        return np.empty((0, 2), dtype=int)
    tree = shapely.STRtree(shapely.box(*boxes[0][left[0]].T))
    found = []
    for first in range(0, len(left[1]), _PART_ROWS):
        places = left[1][first : first + _PART_ROWS]
        at, met = tree.query(shapely.box(*boxes[1][places].T))
        order = np.lexsort((met, at))
        one, other = left[0][met[order]], places[at[order]]
        near, back = np.unique(one, return_inverse=True)
        shared = shared_ground(old.shapes.at(near)[back], new.shapes.at(places)[at[order]], shared_m2)
        found.append((one[shared > 0], other[shared > 0], shared[shared > 0]))
        tell("matching", first + len(places), len(left[1]))
    return best_pairs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _same_values(old: Rows, new: Rows, pairs: np.ndarray) -> np.ndarray:
    """Which pairs have the same attributes."""
    same = np.ones(len(pairs), dtype=bool)
    for name in old.columns.columns.intersection(new.columns.columns):
        before, after = (rows.columns[name].iloc[pairs[:, side]].reset_index(drop=True) for side, rows in enumerate((old, new)))
        same &= ((before == after).fillna(False) | (before.isna() & after.isna())).to_numpy(dtype=bool)
    return same


def _outlines(rows: Rows, before: int, total: int) -> np.ndarray:
    found = [np.empty(0, dtype=OUTLINE)]
    for part in rows.parts():
        found.append(outlines(part.geometry))
        before += len(part)
        tell("comparing", before, total)
    return np.concatenate(found)


def _together(one: Changes, other: Changes) -> Changes:
    """Changes of two parts of a layer as one, but for their ground."""
    lists = {name: (*getattr(one, name), *getattr(other, name)) for name in _KINDS}
    return replace(one, **lists, same=one.same + other.same)
