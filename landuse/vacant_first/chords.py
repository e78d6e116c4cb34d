"""The longest straight line inside a polygon, in given directions: compiled, since thousands are asked for."""

import numpy as np
from numba import njit

_JUST_INSIDE_M = 1e-6


@njit(cache=True)
def longest_chord_m(points: np.ndarray, ring: np.ndarray, angles: np.ndarray, extent: np.ndarray, enough_m: float) -> float:
    """The longest line, m; the first that is long enough ends the search.

    Parameters
    ----------
    points, ring : corners of all rings of one polygon, each closed, and the ring that each belongs to
    angles : directions, radians; extent : how far the polygon reaches in each, the furthest first

    A line in one direction is longest at the height of a corner; it is taken just above and just below it.
    """
    count = len(points)
    x, y = np.empty(count), np.empty(count)
    crossings = np.empty(count)
    best = 0.0
    for place in range(len(angles)):
        if extent[place] <= best or best >= enough_m:
            break
        along, across = np.cos(angles[place]), np.sin(angles[place])
        for corner in range(count):
            x[corner] = points[corner, 0] * along + points[corner, 1] * across
            y[corner] = points[corner, 1] * along - points[corner, 0] * across
        for corner in range(count):
            for side in (-_JUST_INSIDE_M, _JUST_INSIDE_M):
                level = y[corner] + side
                found = 0
                for start in range(count - 1):
                    if ring[start] == ring[start + 1] and (y[start] < level) != (y[start + 1] < level):
                        share = (level - y[start]) / (y[start + 1] - y[start])
                        crossings[found] = x[start] + share * (x[start + 1] - x[start])
                        found += 1
                crossings[:found].sort()
                for pair in range(0, found - 1, 2):
                    best = max(best, crossings[pair + 1] - crossings[pair])
    return best
