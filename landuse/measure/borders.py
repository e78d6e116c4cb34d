"""Who borders on whom in a coverage: faces that were noded together share every vertex, so a border is a row of equal edges."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely

from landuse.measure import ragged


class Edges(NamedTuple):
    """Edges of shapes: the row of the shape, both ends (x, y, x, y; the lesser first) and a number that equal edges share."""

    shape: np.ndarray
    ends: np.ndarray
    name: np.ndarray

    @property
    def length_m(self) -> np.ndarray:
        """Length of each edge, m."""
        return np.hypot(self.ends[:, 2] - self.ends[:, 0], self.ends[:, 3] - self.ends[:, 1])


def edges(shapes: np.ndarray) -> Edges:
    """Every edge of some polygons, shape by shape."""
    flat = ragged.from_shapes(shapes)
    start = _starts(flat)
    shape = np.searchsorted(flat.ring_at[flat.shape_at], start, side="right") - 1
    first, last = flat.xy[start], flat.xy[start + 1]
    turned = (first[:, 0] > last[:, 0]) | ((first[:, 0] == last[:, 0]) & (first[:, 1] > last[:, 1]))
    ends = np.where(turned[:, None], np.hstack([last, first]), np.hstack([first, last]))
    return Edges(shape, ends, numbered(ends))


def _starts(flat: ragged.Ragged) -> np.ndarray:
    """The points that an edge begins with: the last of a ring begins none."""
    inner = np.ones(len(flat.xy), bool)
    inner[flat.ring_at[1:] - 1] = False
    return np.flatnonzero(inner)


def with_vertices(polygons: np.ndarray, ends: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The polygons with further vertices on some of their edges, the same on both sides of a border.

    Parameters
    ----------
    polygons : single ones
    ends, points : edges, as `edges` gives their ends, and a point (x, y) on each; an edge may have several
    """
    flat, own = ragged.from_shapes(polygons), edges(polygons).ends
    name = numbered(np.vstack([own, ends]))
    table = pd.DataFrame({"name": name[len(own) :], "x": points[:, 0], "y": points[:, 1]})
    both = pd.DataFrame({"name": name[: len(own)], "start": _starts(flat)}).merge(table, on="name")
    both["far"] = np.hypot(*(both[["x", "y"]].to_numpy() - flat.xy[both["start"]]).T)
    both = both.sort_values(["start", "far"])
    at = both["start"].to_numpy() + 1
    ring_at = flat.ring_at + np.searchsorted(at, flat.ring_at, side="right")
    xy = np.insert(flat.xy, at, both[["x", "y"]].to_numpy(), axis=0)
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, (ring_at, flat.shape_at))


def numbered(rows: np.ndarray) -> np.ndarray:
    """A number for each row of an array, equal for equal rows; in the order of their values."""
    order = np.lexsort(rows.T[::-1])
    steps = np.concatenate([[False], (np.diff(rows[order], axis=0) != 0).any(axis=1)]) if len(rows) else np.empty(0, bool)
    numbers = np.empty(len(rows), np.int64)
    numbers[order] = np.cumsum(steps)
    return numbers


def meetings(of: Edges) -> pd.DataFrame:
    """Each edge that two shapes share, told from both sides: edge (its place in `of`), one, other."""
    order = np.argsort(of.name, kind="stable")
    same = np.flatnonzero(np.diff(of.name[order]) == 0)
    left, right = order[same], order[same + 1]
    return pd.DataFrame(
        {
            "edge": np.concatenate([left, right]),
            "one": np.concatenate([of.shape[left], of.shape[right]]),
            "other": np.concatenate([of.shape[right], of.shape[left]]),
        }
    )


def shared_borders(shapes: np.ndarray) -> pd.DataFrame:
    """How long a border each two shapes of a coverage share, told from both sides: one, other, border_m."""
    of = edges(shapes)
    met = meetings(of)
    met = met[met["one"] != met["other"]]
    return met.assign(border_m=of.length_m[met["edge"]]).groupby(["one", "other"], as_index=False)["border_m"].sum()


def connected(one: np.ndarray, other: np.ndarray, count: int) -> np.ndarray:
    """For each of some things the least number of those that it hangs together with by pairs of neighbours."""
    least = np.arange(count)
    while True:
        before = least.copy()
        np.minimum.at(least, least[one], least[other])
        np.minimum.at(least, least[other], least[one])
        least = least[least]
        if (least == before).all():
            return least


def joined(shapes: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The faces of each group as one polygon or several, the groups in order."""
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(group[order][1:] != group[order][:-1]) + 1
    parts = np.split(shapes[order], starts) if len(shapes) else []
    return np.array([shapely.coverage_union_all(part) for part in parts], dtype=object)
