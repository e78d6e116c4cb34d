"""Cut narrow strips where they branch and where their neighbour changes.

A strip is laid out in triangles between its own vertices. A triangle without an outer edge is a junction; from a vertex where
one neighbour ends and the next begins, the shortest way across the strip is a cut. Where no vertex lies across, one is set on
the border there, in the strip and in its neighbour alike, so the coverage stays exact.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from landuse.measure.borders import Edges, connected, edges, joined, meetings, with_vertices

_NEAR_M = 0.1  # a vertex this near does as well as a new one


@dataclass(frozen=True)
class _Laid:
    """Strips in triangles, with the polygons around them.

    triangles; strip : the row of the strip that each lies in; of : edges of triangles and then of what is around
    ways : edges between two triangles of a strip, told from both sides (edge, one, other)
    outer : edges of triangles along the outline of their strip: edge, strip, beside (who lies there; −1 for nobody)
    """

    triangles: np.ndarray
    strip: np.ndarray
    of: Edges
    ways: pd.DataFrame
    outer: pd.DataFrame


def stretches(strips: np.ndarray, around: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The strips in stretches that have one neighbour on each side.

    Parameters
    ----------
    strips, around : single polygons of one coverage; `around` holds the strips' neighbours

    Returns
    -------
    polygons, for each the row of the strip it is a part of, and `around` with the vertices that were set on its borders
    """
    polygons = with_vertices(np.concatenate([strips, around]), *_feet(_laid(strips, around)))
    strips, around = polygons[: len(strips)], polygons[len(strips) :]
    laid = _laid(strips, around)
    name = laid.of.name[laid.ways["edge"]]
    free = laid.ways[~np.isin(name, _cuts(laid)) & ~_at_junction(laid)]
    part = connected(free["one"].to_numpy(), free["other"].to_numpy(), len(laid.triangles))
    return joined(laid.triangles, part), laid.strip[np.unique(part)], around


def _laid(strips: np.ndarray, around: np.ndarray) -> _Laid:
    """The strips in triangles, the same whatever vertex an outline begins with."""
    found = shapely.constrained_delaunay_triangles(shapely.normalize(strips))
    triangles, strip = shapely.get_parts(found, return_index=True)
    of = edges(np.concatenate([triangles, around]))
    met = meetings(of)
    ways = met[(met["one"] < len(strip)) & (met["other"] < len(strip))]
    ways = ways[strip[ways["one"]] == strip[ways["other"]]]
    outer = pd.DataFrame({"edge": np.setdiff1d(np.flatnonzero(of.shape < len(strip)), ways["edge"].to_numpy())})
    outer["strip"] = strip[of.shape[outer["edge"]]]
    beside = np.array(outer["edge"].map(met.drop_duplicates("edge").set_index("edge")["other"]).fillna(-1), dtype=int)
    another = (beside >= 0) & (beside < len(strip))  # a strip beside is one neighbour, not each of its triangles
    beside[another] = len(of.shape) + strip[beside[another]]
    return _Laid(triangles, strip, of, ways.assign(strip=strip[ways["one"]]), outer.assign(beside=beside))


def _at_junction(laid: _Laid) -> np.ndarray:
    """Which ways lead to or from a triangle that has three of them."""
    of_triangle = np.bincount(laid.ways["one"], minlength=len(laid.triangles))
    return (of_triangle[laid.ways["one"]] == 3) | (of_triangle[laid.ways["other"]] == 3)


def _cuts(laid: _Laid) -> np.ndarray:
    """The numbers of the edges that part two stretches: the shortest way across from each vertex where the neighbour changes."""
    ends = _by_end(laid.of, laid.ways).merge(_turning(laid), on=["strip", "x", "y"])
    return ends.sort_values(["length_m", "name"]).drop_duplicates(["strip", "x", "y"])["name"].to_numpy()


def _turning(laid: _Laid) -> pd.DataFrame:
    """The vertices of each strip where two neighbours meet: strip, x, y; beyond the coverage is a neighbour too."""
    several = _by_end(laid.of, laid.outer).groupby(["strip", "x", "y"], as_index=False)["beside"].nunique()
    return several.loc[several["beside"] > 1, ["strip", "x", "y"]]


def _feet(laid: _Laid) -> tuple[np.ndarray, np.ndarray]:
    """The edges of the outline across from a vertex where the neighbour changes, and the place on each that is nearest to it."""
    at = laid.outer["edge"].to_numpy()
    ends, corners = laid.of.ends[at], shapely.get_coordinates(laid.triangles).reshape(-1, 4, 2)[laid.of.shape[at], :3]
    is_apex = (corners != ends[:, None, :2]).any(axis=2) & (corners != ends[:, None, 2:]).any(axis=2)
    apex = corners[np.arange(len(at)), is_apex.argmax(axis=1)]
    across = laid.outer.assign(place=np.arange(len(at)), x=apex[:, 0], y=apex[:, 1]).merge(_turning(laid), on=["strip", "x", "y"])
    ends, apex = ends[across["place"]], across[["x", "y"]].to_numpy()
    along, length_m = ends[:, 2:] - ends[:, :2], np.hypot(*(ends[:, 2:] - ends[:, :2]).T)
    foot_m = ((apex - ends[:, :2]) * along).sum(axis=1) / length_m
    there = (foot_m > _NEAR_M) & (foot_m < length_m - _NEAR_M)
    feet = ends[:, :2] + along * (foot_m / length_m)[:, None]
    return ends[there], feet[there]


def _by_end(of: Edges, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of edges, once for each end: x, y, length_m and name beside what the rows say."""
    at = rows["edge"].to_numpy()
    both = [rows.assign(x=of.ends[at, k], y=of.ends[at, k + 1], length_m=of.length_m[at], name=of.name[at]) for k in (0, 2)]
    return pd.concat(both, ignore_index=True)
