"""Cut narrow strips where they branch and where their neighbour changes, without a new vertex: the coverage stays exact.

A strip is laid out in triangles between its own vertices. A triangle without an outer edge is a junction; from a vertex where
one neighbour ends and the next begins, the shortest way across the strip is a cut.
"""

import numpy as np
import pandas as pd
import shapely

from landuse.measure.borders import Edges, connected, edges, joined, meetings


def stretches(strips: np.ndarray, around: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The strips in stretches that have one neighbour on each side, as far as triangles tell.

    Parameters
    ----------
    strips, around : polygons of one coverage; `around` are the neighbours

    Returns
    -------
    polygons, and for each the row of the strip it is a part of
    """
    triangles, strip = _triangles(strips)
    of = edges(np.concatenate([triangles, around]))
    met = meetings(of)
    ways = met[_inside(met["one"], strip) & _inside(met["other"], strip)]
    ways = ways[strip[ways["one"]] == strip[ways["other"]]]
    cut = np.isin(of.name[ways["edge"]], _cuts(of, met, ways, strip)) | _at_junction(ways, len(triangles))
    free = ways[~cut]
    part = connected(free["one"].to_numpy(), free["other"].to_numpy(), len(triangles))
    return joined(triangles, part), strip[np.unique(part)]


def _triangles(strips: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Triangles between the vertices of each strip, the same whatever vertex its outline begins with."""
    found = shapely.constrained_delaunay_triangles(shapely.normalize(strips))
    return shapely.get_parts(found, return_index=True)


def _inside(rows: pd.Series, strip: np.ndarray) -> np.ndarray:
    return rows.to_numpy() < len(strip)


def _at_junction(ways: pd.DataFrame, count: int) -> np.ndarray:
    """Which ways lead to or from a triangle that has three of them."""
    of_triangle = np.bincount(ways["one"], minlength=count)
    return (of_triangle[ways["one"]] == 3) | (of_triangle[ways["other"]] == 3)


def _cuts(of: Edges, met: pd.DataFrame, ways: pd.DataFrame, strip: np.ndarray) -> np.ndarray:
    """The numbers of the edges that part two stretches: the shortest way across from each vertex where the neighbour changes."""
    ends = _by_end(of, ways.assign(strip=strip[ways["one"]]))
    turning = _turning(of, met, ways, strip)
    ends = ends.merge(turning, on=["strip", "x", "y"])
    return ends.sort_values(["length_m", "name"]).drop_duplicates(["strip", "x", "y"])["name"].to_numpy()


def _turning(of: Edges, met: pd.DataFrame, ways: pd.DataFrame, strip: np.ndarray) -> pd.DataFrame:
    """The vertices of each strip where two neighbours meet; beyond the coverage is a neighbour too."""
    mine = np.flatnonzero(of.shape < len(strip))
    outer = pd.DataFrame({"edge": np.setdiff1d(mine, ways["edge"].to_numpy())})
    outer["strip"] = strip[of.shape[outer["edge"]]]
    outer["beside"] = outer["edge"].map(met.drop_duplicates("edge").set_index("edge")["other"]).fillna(-1).astype(int)
    theirs = outer["beside"].between(0, len(strip) - 1)
    outer.loc[theirs, "beside"] = len(of.shape) + strip[outer.loc[theirs, "beside"]]  # another strip is one neighbour, not its triangles
    ends = _by_end(of, outer)
    several = ends.groupby(["strip", "x", "y"], as_index=False)["beside"].nunique()
    return several.loc[several["beside"] > 1, ["strip", "x", "y"]]


def _by_end(of: Edges, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of edges, once for each end: x, y, length_m and name beside what the rows say."""
    at = rows["edge"].to_numpy()
    both = [rows.assign(x=of.ends[at, k], y=of.ends[at, k + 1], length_m=of.length_m[at], name=of.name[at]) for k in (0, 2)]
    return pd.concat(both, ignore_index=True)
