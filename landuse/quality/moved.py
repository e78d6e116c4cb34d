"""How far an outline moved: the farthest that a corner of one lies from the other's edges, in work that grows with the corners."""

import numpy as np
import shapely

_MOST_TRIED = 1e6  # corners of one times edges of the other; beyond this a tree of the edges is asked


def moved_m(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each pair the Hausdorff distance by corners, in metres.

    GEOS tries every corner against every edge, which takes an hour for two outlines of half a million corners.
    """
    tried = shapely.get_num_coordinates(one).astype(float) * shapely.get_num_coordinates(other)
    found = np.zeros(len(one))
    few = tried <= _MOST_TRIED
    found[few] = shapely.hausdorff_distance(one[few], other[few])
    for place in np.flatnonzero(~few):
        found[place] = max(_farthest_m(one[place], other[place]), _farthest_m(other[place], one[place]))
    return found


def _farthest_m(corners_of: shapely.Geometry, edges_of: shapely.Geometry) -> float:
    at, line = shapely.get_coordinates(_lines(edges_of), return_index=True)
    same = line[1:] == line[:-1]
    tree = shapely.STRtree(shapely.linestrings(np.stack([at[:-1][same], at[1:][same]], axis=1)))
    corners = shapely.points(shapely.get_coordinates(corners_of))
    return float(tree.query_nearest(corners, return_distance=True, all_matches=False)[1].max())


def _lines(shape: shapely.Geometry) -> np.ndarray:
    parts = shapely.get_parts(shape)
    return shapely.get_rings(parts) if shapely.get_dimensions(shape) == 2 else parts
