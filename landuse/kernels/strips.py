"""The edges of one unit in vertical strips, so that an edge of a layer meets only those near it.

Coordinates are local: metres from the lower left corner of the unit's box, so that a northing of 7 million costs no digits.
Arrays are passed one by one: numba counts references to every array of a tuple on every call, which costs more than the sums.
"""

import numpy as np

from landuse.kernels.jit import compiled, inlined

_EDGES = 4  # of the unit in a strip, about: fewer cost strips, more cost edges (measured)
_COPIES = 4  # of an edge on average, at most: long flat edges lie in many strips, and memory stays in proportion
_ROUNDING = 2.0**-50  # of slope · x and height: four times what one sum of the two is off by

# Columns of `edges`: x where an edge begins and ends, start ≤ stop; y = slope · x + height; +1 where the polygon lies below it,
# −1 where it lies above, 0 for an upright edge, which runs from y = height to height + slope
START, STOP, SLOPE, HEIGHT, SIDE = range(5)

# Columns of `bands`, a row for each strip: the y between which all its edges lie; a range of y inside the unit without any edge
# (none: GAP_LOW > GAP_HIGH); area of the unit left of the strip; area under the edges above the gaps, left of the strip
LOWEST, HIGHEST, GAP_LOW, GAP_HIGH, AREA, UNDER = range(6)

# Columns of `where`, a row for each strip and one for the end: its first edge, and its first edge above the gap
FIRST, PARTED = range(2)


@inlined
def larger(a, b):
    """The larger of two numbers that are not NaN, in one instruction."""
    return a if a > b else b


@inlined
def smaller(a, b):
    """The smaller of two numbers that are not NaN, in one instruction."""
    return a if a < b else b


@compiled
def room_for(ring_at, shape_at):
    """Arrays that are used for one shape after the other, for the largest: its edges; edges by strip, bands, where."""
    most = 1
    for shape in range(len(shape_at) - 1):
        most = max(most, ring_at[shape_at[shape + 1]] - ring_at[shape_at[shape]])
    strips = most // _EDGES + 2
    return np.empty((most, 5)), np.empty(((_COPIES + 2) * most, 5)), np.empty((strips, 6)), np.empty((strips, 2), np.int64)


@compiled
def fill_strips(xy, ring_at, turn, first, last, box, loose, edges, bands, where):
    """Write the strips of the shape of some rings into `edges`, `bands` and `where`; returns how many strips."""
    across = box[2] - box[0]
    number, lengths = _load_edges(xy, ring_at, turn, first, last, box[0], box[1], loose)
    count = max(1, min(number // _EDGES, int(_COPIES * number * across / lengths)))
    _sort_into_strips(loose, number, count, across, edges, where)
    left = under = 0.0
    for k in range(count):
        start, stop = k * (across / count), (k + 1) * (across / count)
        _find_gap(edges, bands, where, k, start, stop)
        bands[k, AREA], bands[k, UNDER] = left, under
        left += area_under(edges, where[k, FIRST], where[k + 1, FIRST], start, stop)
        under += area_under(edges, where[k, PARTED], where[k + 1, FIRST], start, stop)
    bands[count, AREA], bands[count, UNDER] = left, under
    return count


@inlined
def area_left_of(edges, bands, where, strips, across, x):
    """Area of the unit left of a vertical line."""
    if x <= 0.0:
        return 0.0
    if x >= across:
        return bands[strips, AREA]
    k = strip_at(strips, strips / across, x)
    return bands[k, AREA] + area_under(edges, where[k, FIRST], where[k + 1, FIRST], k * (across / strips), x)


@inlined
def under_left_of(edges, bands, where, strips, across, x):
    """Area under the edges above gaps, down to the foot of the box, left of a vertical line."""
    if x <= 0.0:
        return 0.0
    if x >= across:
        return bands[strips, UNDER]
    k = strip_at(strips, strips / across, x)
    return bands[k, UNDER] + area_under(edges, where[k, PARTED], where[k + 1, FIRST], k * (across / strips), x)


@inlined
def strip_at(strips, per_m, x):
    """The strip that holds an x inside the box; `per_m` is the number of strips in a metre."""
    k = int(x * per_m)
    return k if k < strips else strips - 1


@inlined
def area_under(edges, first, last, start, stop):
    """Area under edges of one strip between two vertical lines, an edge with the polygon above it counted off."""
    twice = 0.0
    for i in range(first, last):
        a, b = larger(edges[i, START], start), smaller(edges[i, STOP], stop)
        if b > a:
            twice += edges[i, SIDE] * (b - a) * (edges[i, SLOPE] * (a + b) + 2.0 * edges[i, HEIGHT])
    return 0.5 * twice


@compiled
def _find_gap(edges, bands, where, k, start, stop):
    """Find what y the edges of a strip keep to, and a gap about the middle of it; put the edges above the gap last."""
    i, above = where[k, FIRST], where[k + 1, FIRST]
    bottom, top = _band(edges, i, above, start, stop)
    middle = 0.5 * (bottom + top)
    gap_low, gap_high, inside = -np.inf, np.inf, 0.0
    while i < above:
        low, high = _reach(edges, i, start, stop)
        if high < middle:
            gap_low = larger(gap_low, high)
            i += 1
        else:
            gap_high = smaller(gap_high, low)
            inside += edges[i, SIDE] * (smaller(edges[i, STOP], stop) - larger(edges[i, START], start))
            above -= 1
            _swap(edges, i, above)
    if gap_low >= gap_high or inside < 0.5 * (stop - start):  # edges meet there, or the ground in the gap is not the unit's
        gap_high = -np.inf
    where[k, PARTED] = above
    bands[k, LOWEST], bands[k, HIGHEST], bands[k, GAP_LOW], bands[k, GAP_HIGH] = bottom, top, gap_low, gap_high


@compiled
def _band(edges, first, last, start, stop):
    bottom, top = np.inf, -np.inf
    for i in range(first, last):
        low, high = _reach(edges, i, start, stop)
        bottom, top = smaller(bottom, low), larger(top, high)
    return bottom, top


@inlined
def _reach(edges, i, start, stop):
    """The lowest and highest y of an edge inside a strip, with room for rounding, which is large where an edge is steep."""
    if edges[i, SIDE] == 0.0:
        return edges[i, HEIGHT], edges[i, HEIGHT] + edges[i, SLOPE]
    a = edges[i, SLOPE] * larger(edges[i, START], start) + edges[i, HEIGHT]
    b = edges[i, SLOPE] * smaller(edges[i, STOP], stop) + edges[i, HEIGHT]
    rounding = _ROUNDING * (abs(edges[i, SLOPE] * edges[i, STOP]) + abs(edges[i, HEIGHT]))
    return smaller(a, b) - rounding, larger(a, b) + rounding


@inlined
def _swap(edges, i, j):
    for column in range(5):
        edges[i, column], edges[j, column] = edges[j, column], edges[i, column]


@compiled
def _load_edges(xy, ring_at, turn, first, last, x0, y0, edges):
    """Write the edges of some rings; returns how many, and the sum of their lengths along x."""
    number, lengths = 0, 0.0
    for ring in range(first, last):
        at = ring_at[ring]
        px, py = xy[at, 0] - x0, xy[at, 1] - y0
        for i in range(at + 1, ring_at[ring + 1]):
            qx, qy = xy[i, 0] - x0, xy[i, 1] - y0
            edges[number, START], edges[number, STOP] = smaller(px, qx), larger(px, qx)
            if qx == px:
                edges[number, SIDE], edges[number, SLOPE], edges[number, HEIGHT] = 0.0, abs(qy - py), smaller(py, qy)
            else:
                slope = (qy - py) / (qx - px)
                edges[number, SIDE] = -turn[ring] if qx > px else turn[ring]
                edges[number, SLOPE], edges[number, HEIGHT] = slope, py - slope * px
                lengths += abs(qx - px)
            number += 1
            px, py = qx, qy
    return number, lengths


@compiled
def _sort_into_strips(loose, number, count, across, edges, where):
    """Copy every edge into each strip that it crosses, the strips one after the other."""
    per_m = count / across
    where[: count + 1, FIRST] = 0
    for i in range(number):
        for k in range(strip_at(count, per_m, loose[i, START]), strip_at(count, per_m, loose[i, STOP]) + 1):
            where[k + 1, FIRST] += 1
    for k in range(count):
        where[k + 1, FIRST] += where[k, FIRST]
    for i in range(number):
        for k in range(strip_at(count, per_m, loose[i, START]), strip_at(count, per_m, loose[i, STOP]) + 1):
            edges[where[k, FIRST]] = loose[i]
            where[k, FIRST] += 1
    for k in range(count, 0, -1):
        where[k, FIRST] = where[k - 1, FIRST]
    where[0, FIRST] = 0
