"""The edges of one unit in vertical strips, so that an edge of a layer meets only those near it.

Coordinates are local: metres from the lower left corner of the unit's box, so that a northing of 7 million costs no digits.
"""

from typing import NamedTuple

import numpy as np

from landuse.kernels.jit import compiled

_EDGES = 5  # of the unit in a strip, about: fewer cost strips, more cost edges (measured)
_COPIES = 4  # of an edge on average, at most: long flat edges lie in many strips, and memory stays in proportion


class Room(NamedTuple):
    """Arrays that are used for one unit after the other, for the largest of them.

    start, stop : x where an edge begins and ends, start < stop; slope, height : y = slope · x + height
    side : +1 where the polygon lies below the edge, −1 where it lies above
    first : first edge of each strip, and the end; left : area of the unit left of each strip, and all of it
    """

    start: np.ndarray
    stop: np.ndarray
    slope: np.ndarray
    height: np.ndarray
    side: np.ndarray
    first: np.ndarray
    left: np.ndarray


class Strips(NamedTuple):
    """One unit: its edges by strip (as in `Room`, an edge in every strip that it crosses), and the size of its box, m."""

    room: Room
    count: int
    across: float
    up: float


@compiled
def larger(a, b):
    """The larger of two numbers that are not NaN, in one instruction."""
    return a if a > b else b


@compiled
def smaller(a, b):
    """The smaller of two numbers that are not NaN, in one instruction."""
    return a if a < b else b


@compiled
def room_for(shapes):
    """Two rooms for the largest of some shapes: for its edges, and for these by strip."""
    most = 1
    for shape in range(len(shapes.shape_at) - 1):
        most = max(most, shapes.ring_at[shapes.shape_at[shape + 1]] - shapes.ring_at[shapes.shape_at[shape]])
    return _room(most), _room((_COPIES + 2) * most)


@compiled
def _room(size):
    empty = np.empty(size)
    return Room(empty, np.empty(size), np.empty(size), np.empty(size), np.empty(size), np.empty(size + 2, np.int64), np.empty(size + 2))


@compiled
def strips_of(shapes, shape, edges, room):
    """The strips of one shape, written into `room` by way of `edges`."""
    box = shapes.box[shape]
    across, up = box[2] - box[0], box[3] - box[1]
    number, lengths = _load_edges(shapes, shape, edges)
    count = max(1, min(number // _EDGES, int(_COPIES * number * across / lengths)))
    _sort_into_strips(edges, number, count, across, room)
    strips = Strips(room, count, across, up)
    room.left[0] = 0.0
    for k in range(count):
        room.left[k + 1] = room.left[k] + _slice_area(room, k, k * (across / count), (k + 1) * (across / count))
    return strips


@compiled
def area_left_of(strips, x):
    """Area of the unit left of a vertical line."""
    if x <= 0.0:
        return 0.0
    if x >= strips.across:
        return strips.room.left[strips.count]
    k = strip_at(strips, x)
    return strips.room.left[k] + _slice_area(strips.room, k, k * (strips.across / strips.count), x)


@compiled
def strip_at(strips, x):
    """The strip that holds an x inside the box."""
    return min(strips.count - 1, int(x * (strips.count / strips.across)))


@compiled
def _slice_area(room, k, start, stop):
    """Area of the unit between two vertical lines inside one strip: its upper edges less its lower ones."""
    twice = 0.0
    for i in range(room.first[k], room.first[k + 1]):
        a, b = larger(room.start[i], start), smaller(room.stop[i], stop)
        if b > a:
            twice += room.side[i] * (b - a) * (room.slope[i] * (a + b) + 2.0 * room.height[i])
    return 0.5 * twice


@compiled
def _load_edges(shapes, shape, edges):
    """Write a shape's edges, those that stand upright left out; returns how many, and the sum of their lengths along x."""
    x0, y0 = shapes.box[shape, 0], shapes.box[shape, 1]
    number, lengths = 0, 0.0
    for ring in range(shapes.shape_at[shape], shapes.shape_at[shape + 1]):
        turn = shapes.turn[ring]
        first = shapes.ring_at[ring]
        px, py = shapes.xy[first, 0] - x0, shapes.xy[first, 1] - y0
        for i in range(first + 1, shapes.ring_at[ring + 1]):
            qx, qy = shapes.xy[i, 0] - x0, shapes.xy[i, 1] - y0
            if qx != px:
                slope = (qy - py) / (qx - px)
                edges.slope[number], edges.height[number] = slope, py - slope * px
                edges.start[number], edges.stop[number] = min(px, qx), max(px, qx)
                edges.side[number] = -turn if qx > px else turn
                lengths += abs(qx - px)
                number += 1
            px, py = qx, qy
    return number, lengths


@compiled
def _sort_into_strips(edges, number, count, across, room):
    """Copy every edge into each strip that it crosses, the strips one after the other."""
    per_m = count / across
    first = room.first
    first[: count + 1] = 0
    for i in range(number):
        for k in range(_strip(edges.start[i], per_m, count), _strip(edges.stop[i], per_m, count) + 1):
            first[k + 1] += 1
    for k in range(count):
        first[k + 1] += first[k]
    for i in range(number):
        for k in range(_strip(edges.start[i], per_m, count), _strip(edges.stop[i], per_m, count) + 1):
            to = first[k]
            room.start[to], room.stop[to], room.side[to] = edges.start[i], edges.stop[i], edges.side[i]
            room.slope[to], room.height[to] = edges.slope[i], edges.height[i]
            first[k] += 1
    for k in range(count, 0, -1):
        first[k] = first[k - 1]
    first[0] = 0


@compiled
def _strip(x, per_m, count):
    return min(count - 1, int(x * per_m))
