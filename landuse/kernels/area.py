"""How much ground a unit shares with the rows of a layer, as a sum over pairs of edges: no intersection is ever built.

Let each edge of a polygon be a function y(x) over its range of x, with s = +1 where the polygon lies below it and −1 where
it lies above. Whether a point lies in A is then Σᵢ sᵢ [y < yᵢ(x)], over the edges that its x meets, and

    area(A ∩ B) = ∫∫ 1_A 1_B dy dx = Σᵢⱼ sᵢ sⱼ ∫ min(yᵢ, yⱼ) dx = −Σᵢⱼ sᵢ sⱼ ∫ (yᵢ − yⱼ)⁺ dx

because min(a, b) = a − (a − b)⁺, and at every x a polygon has as many upper edges as lower ones, so that Σⱼ sⱼ yᵢ is nothing.
The integrals run over the range of x that two edges have in common. The sum is exact up to rounding, whatever the
polygons share: borders, corners, holes. It holds for valid rings only; whoever calls has seen to that.

Inside A's box most edges of B need not be looked at. One above the box adds nothing. Edges below it add Σᵢ sᵢ ∫ yᵢ dx, the
area of A between the ends of a chain of them. Runs of edges are passed over by their boxes in the same way.

Each figure depends on the two polygons alone, not on their rows, their neighbours or the tile: coordinates are local to the
unit, runs begin at the ring's own first point, and a unit's figures for one code are added smallest first.

Source
------
Franklin, Calculating map overlay polygons' areas without explicitly calculating the polygons (SDH 1990); the formula
with (yᵢ − yⱼ)⁺ is derived above.
"""

import numpy as np

from landuse.kernels.box_tree import meeting
from landuse.kernels.jit import compiled
from landuse.kernels.outlines import RUN
from landuse.kernels.strips import area_left_of, larger, room_for, smaller, strip_at, strips_of

_EPS = 2.0**-52
_EXTENTS = 8.0  # how many times its size a shape's coordinates must be before their own rounding is what counts


@compiled
def shared_areas(units, layer, codes, tree, order, to_open, found):
    """Area that each unit shares with the rows of each code, one after the other: unit, code, m².

    Parameters
    ----------
    units, layer : `Outlines` of valid shapes in one plane
    codes : a whole number for each row of the layer; rows with a negative one are passed over
    tree, to_open, found : `box_tree` over the layer and its `scratch`
    order : the units as they are taken, which changes nothing but the time
    """
    edges, room = room_for(units)
    number = 0
    unit_of, code_of, area_of = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64)
    for unit in order:
        count = meeting(tree, units.box[unit], to_open, found)
        if count == 0:
            continue
        while number + count > len(unit_of):
            unit_of, code_of, area_of = _twice(unit_of), _twice(code_of), _twice(area_of)
        strips = strips_of(units, unit, edges, room)
        last = number
        for row in found[:count]:
            if codes[row] >= 0:
                area = _pair_area(strips, units.box[unit, 0], units.box[unit, 1], layer, row)
                if area > rounding_m2(units.box[unit], layer.box[row]):
                    code_of[last], area_of[last] = codes[row], area
                    last += 1
        last = _sum_by_code(code_of, area_of, number, last)
        unit_of[number:last] = unit
        number = last
    return unit_of[:number].copy(), code_of[:number].copy(), area_of[:number].copy()


@compiled
def rounding_m2(a, b):
    """What two shapes with a common border may seem to share: a strip as wide as the rounding of their coordinates.

    The strip is half as long as the border of the part that the boxes have in common. At a northing of 7 000 km it is
    1.6 nm wide, so two plots of 100 m share nothing if they share less than 0.3 mm².
    """
    left, bottom, right, top = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    farthest = max(max(abs(left), abs(right)), max(abs(bottom), abs(top)))
    extent = max(max(a[2] - a[0], a[3] - a[1]), max(b[2] - b[0], b[3] - b[1]))
    return _EPS * max(farthest, _EXTENTS * extent) * ((right - left) + (top - bottom))


@compiled
def _twice(array):
    larger = np.empty(2 * len(array), array.dtype)
    larger[: len(array)] = array
    return larger


@compiled
def _pair_area(strips, x0, y0, layer, row):
    """Area that one unit, in strips, shares with one row of the layer."""
    area = 0.0
    for ring in range(layer.shape_at[row], layer.shape_at[row + 1]):
        area += layer.turn[ring] * _ring_area(strips, x0, y0, layer, ring)
    return area


@compiled
def _ring_area(strips, x0, y0, layer, ring):
    """What one ring of the layer adds to the shared area, as if it ran counter-clockwise."""
    xy, across, up = layer.xy, strips.across, strips.up
    first, last = layer.ring_at[ring], layer.ring_at[ring + 1] - 1
    area = 0.0
    below, since = False, 0.0  # whether the border is below the unit's box, and the x where it went there
    px, py = xy[first, 0] - x0, xy[first, 1] - y0
    for run in range(layer.run_at[ring], layer.run_at[ring + 1]):
        start = first + RUN * (run - layer.run_at[ring])
        stop = min(start + RUN, last)
        box = layer.run_box[run]
        if box[0] - x0 >= across or box[2] - x0 <= 0.0:
            px, py = xy[stop, 0] - x0, xy[stop, 1] - y0
            continue
        if box[3] - y0 < 0.0:
            if not below:
                below, since = True, px
            px, py = xy[stop, 0] - x0, xy[stop, 1] - y0
            continue
        for i in range(start + 1, stop + 1):
            qx, qy = xy[i, 0] - x0, xy[i, 1] - y0
            if (px <= 0.0 and qx <= 0.0) or (px >= across and qx >= across):
                pass
            elif py < 0.0 and qy < 0.0:
                if not below:
                    below, since = True, px
            else:
                if below:
                    area += area_left_of(strips, px) - area_left_of(strips, since)
                    below = False
                if px != qx and (py <= up or qy <= up):
                    area += _edge_area(strips, px, py, qx, qy)
            px, py = qx, qy
    if below:
        area += area_left_of(strips, px) - area_left_of(strips, since)
    return area


@compiled
def _edge_area(strips, px, py, qx, qy):
    """What one edge of the layer adds, from p to q: Σᵢ sᵢ ∫ (yᵢ − y)⁺ dx, less where it runs from right to left."""
    slope = (qy - py) / (qx - px)
    height = py - slope * px
    start, stop = larger(smaller(px, qx), 0.0), smaller(larger(px, qx), strips.across)
    first, last = strip_at(strips, start), strip_at(strips, stop)
    wide = strips.across / strips.count
    area = 0.0
    for k in range(first, last + 1):
        area += _area_above(strips.room, k, start if k == first else k * wide, stop if k == last else (k + 1) * wide, slope, height)
    return area if qx > px else -area


@compiled
def _positive_ends(d, e):
    """Twice the mean of what is positive of a quantity that runs evenly from d to e."""
    if d > 0.0:
        return d + e if e >= 0.0 else d * d / (d - e)
    return e * e / (e - d) if e > 0.0 else 0.0


@compiled
def _area_above(room, k, start, stop, slope, height):
    """Area of the unit above a line, between two x inside one strip."""
    twice = 0.0
    for i in range(room.first[k], room.first[k + 1]):
        a, b = larger(room.start[i], start), smaller(room.stop[i], stop)
        if b > a:
            tilt, lift = room.slope[i] - slope, room.height[i] - height
            d, e = tilt * a + lift, tilt * b + lift
            twice += room.side[i] * (b - a) * _positive_ends(d, e)
    return 0.5 * twice


@compiled
def _sum_by_code(codes, areas, start, stop):
    """Sum the figures from start up to stop by code, in place, smallest first whatever their order; returns the new stop."""
    by_area = np.argsort(areas[start:stop])
    by_code = by_area[np.argsort(codes[start:stop][by_area], kind="mergesort")]
    sorted_codes, sorted_areas = codes[start:stop][by_code], areas[start:stop][by_code]
    last = start - 1
    for i in range(len(sorted_codes)):
        if last < start or codes[last] != sorted_codes[i]:
            last += 1
            codes[last], areas[last] = sorted_codes[i], 0.0
        areas[last] += sorted_areas[i]
    return last + 1
