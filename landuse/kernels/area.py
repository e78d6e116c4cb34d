"""How much ground a unit shares with the rows of a layer, as a sum over pairs of edges: no intersection is ever built.

Let each edge of a polygon be a function y(x) over its range of x, with s = +1 where the polygon lies below it and −1 where
it lies above. Whether a point lies in A is then Σᵢ sᵢ [y < yᵢ(x)], over the edges that its x meets, and

    area(A ∩ B) = ∫∫ 1_A 1_B dy dx = Σᵢⱼ sᵢ sⱼ ∫ min(yᵢ, yⱼ) dx = −Σᵢⱼ sᵢ sⱼ ∫ (yᵢ − yⱼ)⁺ dx

because min(a, b) = a − (a − b)⁺, and at every x a polygon has as many upper edges as lower ones, so that Σⱼ sⱼ yᵢ is nothing.
The integrals run over the range of x that two edges have in common. The sum is exact up to rounding, whatever the
polygons share: borders, corners, holes. It holds for valid rings only; whoever calls has seen to that.

Most edges of B never meet an edge of A. A lies in vertical strips, and each knows between what y its edges keep, and where
there is a gap between them inside A. An edge of B above all edges of its strips adds nothing. Edges below them all add
Σᵢ sᵢ ∫ yᵢ dx, the area of A between the two ends of a chain of them. Edges in the gap, where A has one edge more with the polygon
below than above it overhead, add Σᵢ sᵢ ∫ yᵢ dx of the edges overhead, between the two ends of a chain as well, less ∫ y dx of
their own. Only the rest are held against the edges of their strips. Runs of edges are passed over by their boxes likewise.

Each figure depends on the two polygons alone, not on their rows, their neighbours or the tile: coordinates are local to the
unit, runs begin at the ring's own first point, and a unit's figures for one code are added smallest first.

Source
------
Franklin, Calculating map overlay polygons' areas without explicitly calculating the polygons (SDH 1990); the formula
with (yᵢ − yⱼ)⁺ is derived above.
"""

import numpy as np

from landuse.kernels.box_tree import meeting
from landuse.kernels.jit import compiled, inlined
from landuse.kernels.outlines import BOTTOM, LEFT, MOMENT, RIGHT, RUN, STRETCH, TOP
from landuse.kernels.strips import (
    FIRST,
    GAP_HIGH,
    GAP_LOW,
    HEIGHT,
    HIGHEST,
    LOWEST,
    SIDE,
    SLOPE,
    START,
    STOP,
    area_left_of,
    fill_strips,
    larger,
    room_for,
    smaller,
    strip_at,
    under_left_of,
)

_EPS = 2.0**-52
_ALONE, _ABOVE, _BELOW, _INSIDE, _BESIDE = 0, 1, 2, 3, 4  # where an edge runs, seen from the edges of the unit
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
    unit_xy, unit_ring_at, unit_shape_at, unit_turn, unit_box = units.xy, units.ring_at, units.shape_at, units.turn, units.box
    layer_xy, layer_ring_at, layer_shape_at, layer_turn, layer_box = layer.xy, layer.ring_at, layer.shape_at, layer.turn, layer.box
    run_at, runs, stretch_at, stretches = layer.run_at, layer.run, layer.stretch_at, layer.stretch
    items, boxes, level_at = tree.item, tree.box, tree.level_at
    loose, edges, bands, where = room_for(unit_ring_at, unit_shape_at)
    number = 0
    unit_of, code_of, area_of = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64)
    for unit in order:
        box = unit_box[unit]
        x0, y0, across, up = box[0], box[1], box[2] - box[0], box[3] - box[1]
        count = meeting(items, boxes, level_at, box, to_open, found)
        if count == 0:
            continue
        while number + count > len(unit_of):
            unit_of, code_of, area_of = _twice(unit_of), _twice(code_of), _twice(area_of)
        rings = unit_shape_at[unit], unit_shape_at[unit + 1]
        strips = fill_strips(unit_xy, unit_ring_at, unit_turn, *rings, box, loose, edges, bands, where)
        last = number
        for i in range(count):
            row = found[i]
            if codes[row] >= 0:
                area = 0.0
                for ring in range(layer_shape_at[row], layer_shape_at[row + 1]):
                    part = _ring_area(
                        edges, bands, where, strips, x0, y0, across, up,
                        layer_xy, layer_ring_at[ring], layer_ring_at[ring + 1] - 1,
                        runs, run_at[ring], run_at[ring + 1], stretches, stretch_at[ring],
                    )  # fmt: skip
                    area += layer_turn[ring] * part
                if area > rounding_m2(box, layer_box[row]):
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
def _ring_area(edges, bands, where, strips, x0, y0, across, up, xy, first, last, runs, run, end, stretches, stretch):
    """What one closed ring of the layer adds to the area shared with a unit in strips, as if it ran counter-clockwise.

    xy, first, last : its points; runs, run, end : its runs; stretches, stretch : its stretches, from the first one
    """
    per_m = strips / across
    start = run
    area = 0.0
    chain, since = _ALONE, 0.0  # what chain of edges the border is in, and the x where it began
    while run < end:
        at = first + RUN * (run - start)
        count, now = 1, _ALONE
        if (run - start) % STRETCH == 0 and end - start > STRETCH:
            now = _place_of_box(stretches, stretch + (run - start) // STRETCH, x0, y0, across, up)
            count = STRETCH if now != _ALONE else 1
        if now == _ALONE:
            now = _place_of_box(runs, run, x0, y0, across, up)
        if now == _ALONE:
            now = _place_of_run(bands, strips, per_m, runs, run, x0, y0, across)
        px = xy[at, 0] - x0
        if now not in (_BESIDE, chain):
            area += _chain_area(edges, bands, where, strips, across, chain, since, px)
            chain, since = now, px
        if now == _INSIDE:
            stop = min(at + RUN, last)
            area -= runs[run, MOMENT] + (xy[stop, 0] - xy[at, 0]) * (xy[at, 1] - y0)
        elif now == _ALONE:
            py = xy[at, 1] - y0
            for i in range(at + 1, min(at + RUN, last) + 1):
                qx, qy = xy[i, 0] - x0, xy[i, 1] - y0
                if px != qx and not ((px <= 0.0 and qx <= 0.0) or (px >= across and qx >= across)):
                    now, part = _edge_area(edges, bands, where, strips, across, per_m, px, py, qx, qy)
                    if now != chain:
                        area += _chain_area(edges, bands, where, strips, across, chain, since, px)
                        chain, since = now, px
                    area += part
                px, py = qx, qy
        run += count
    return area + _chain_area(edges, bands, where, strips, across, chain, since, xy[last, 0] - x0)


@inlined
def _place_of_box(boxes, i, x0, y0, across, up):
    """Where edges in a box run, seen from the unit's box: beside, below, above, or unknown yet."""
    if boxes[i, LEFT] - x0 >= across or boxes[i, RIGHT] - x0 <= 0.0:
        return _BESIDE
    return _BELOW if boxes[i, TOP] - y0 < 0.0 else _ABOVE if boxes[i, BOTTOM] - y0 > up else _ALONE


@inlined
def _place_of_run(bands, strips, per_m, runs, run, x0, y0, across):
    """Where a run of edges lies, seen from the unit's edges in the strips that it crosses."""
    left, right = runs[run, LEFT] - x0, runs[run, RIGHT] - x0
    first, last = strip_at(strips, per_m, larger(left, 0.0)), strip_at(strips, per_m, smaller(right, across))
    place = _place(bands, first, last, runs[run, BOTTOM] - y0, runs[run, TOP] - y0)
    return _ALONE if place == _INSIDE and (left < 0.0 or right > across) else place


@inlined
def _chain_area(edges, bands, where, strips, across, chain, since, x):
    """What a chain of edges adds by where it begins and ends."""
    if chain == _BELOW:
        return area_left_of(edges, bands, where, strips, across, x) - area_left_of(edges, bands, where, strips, across, since)
    if chain == _INSIDE:
        return under_left_of(edges, bands, where, strips, across, x) - under_left_of(edges, bands, where, strips, across, since)
    return 0.0


@inlined
def _edge_area(edges, bands, where, strips, across, per_m, px, py, qx, qy):
    """What chain an edge of the layer belongs to, from p to q, and what it adds itself.

    That is Σᵢ sᵢ ∫ (yᵢ − y)⁺ dx, less where it runs from right to left.
    """
    start, stop = larger(smaller(px, qx), 0.0), smaller(larger(px, qx), across)
    first, last = strip_at(strips, per_m, start), strip_at(strips, per_m, stop)
    chain = _place(bands, first, last, smaller(py, qy), larger(py, qy))
    if chain in (_BELOW, _ABOVE):
        return chain, 0.0
    slope = (qy - py) / (qx - px)
    height = py - slope * px
    area = 0.0
    if chain == _INSIDE:
        area -= (stop - start) * (0.5 * slope * (start + stop) + height)
    else:
        wide = across / strips
        for k in range(first, last + 1):
            a, b = start if k == first else k * wide, stop if k == last else (k + 1) * wide
            area += _area_above(edges, where[k, FIRST], where[k + 1, FIRST], a, b, slope, height)
    return chain, area if qx > px else -area


@inlined
def _place(bands, first, last, low, high):
    """Where an edge between two y runs, seen from the unit's edges in some strips: above, below, in the gap, or among them."""
    above, below, inside = True, True, True
    for k in range(first, last + 1):
        above &= low >= bands[k, HIGHEST]
        below &= high <= bands[k, LOWEST]
        inside &= (low >= bands[k, GAP_LOW]) & (high <= bands[k, GAP_HIGH])
    return _ABOVE if above else _BELOW if below else _INSIDE if inside else _ALONE


@inlined
def _positive_ends(d, e):
    """Twice the mean of what is positive of a quantity that runs evenly from d to e."""
    if d > 0.0:
        return d + e if e >= 0.0 else d * d / (d - e)
    return e * e / (e - d) if e > 0.0 else 0.0


@inlined
def _area_above(edges, first, last, start, stop, slope, height):
    """Area of the unit above a line, between two x inside one strip."""
    twice = 0.0
    for i in range(first, last):
        a, b = larger(edges[i, START], start), smaller(edges[i, STOP], stop)
        if b > a:
            tilt, lift = edges[i, SLOPE] - slope, edges[i, HEIGHT] - height
            twice += edges[i, SIDE] * (b - a) * _positive_ends(tilt * a + lift, tilt * b + lift)
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
