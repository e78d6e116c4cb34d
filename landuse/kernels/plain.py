"""Shapes that are plainly valid: one ring whose edges keep clear of each other, beyond any doubt of rounding.

That is most of what files hold, and takes a fraction of the time of a full judgement. A shape with holes or parts, a ring that
touches itself, repeats a point, or comes so near to it that rounding could decide is not called invalid here: it is only
not plain, and has to be judged by who can.

Source
------
Shewchuk, Adaptive precision floating-point arithmetic and fast robust geometric predicates (1997): the error bound of `_side`
"""

import numpy as np

from landuse.kernels.jit import compiled, inlined
from landuse.kernels.outlines import BOTTOM, LEFT, RIGHT, RUN, TOP
from landuse.kernels.strips import larger, smaller

_EPS = 2.0**-53
_BOUND = (3.0 + 16.0 * _EPS) * _EPS  # of the two products of an orientation: what their difference may be off by
_MOST_RUNS = 4_000  # of a ring: every run is held against every other


@compiled
def plain(xy, ring_at, shape_at, run_at, runs):
    """Which shapes are plainly valid; runs : boxes around runs of edges, as in `Outlines`."""
    found = np.zeros(len(shape_at) - 1, np.bool_)
    for shape in range(len(found)):
        ring = shape_at[shape]
        if shape_at[shape + 1] == ring + 1:
            found[shape] = _is_plain(xy, ring_at[ring], ring_at[ring + 1] - 1, runs, run_at[ring], run_at[ring + 1])
    return found


@compiled
def _is_plain(xy, first, last, runs, run, end):
    """Whether a ring from a first to a last point closes, and no edge meets another but the next one, and that at its end."""
    if last - first < 3 or xy[first, 0] != xy[last, 0] or xy[first, 1] != xy[last, 1] or end - run > _MOST_RUNS:
        return False
    for i in range(first, last):
        if not _goes_on(xy, i, i + 1, i + 2 if i + 1 < last else first + 1):
            return False
    for a in range(run, end):
        for b in range(a, end):
            apart = runs[a, RIGHT] < runs[b, LEFT] or runs[b, RIGHT] < runs[a, LEFT]
            if apart or runs[a, TOP] < runs[b, BOTTOM] or runs[b, TOP] < runs[a, BOTTOM]:
                continue
            if not _are_clear(xy, first, last, first + RUN * (a - run), first + RUN * (b - run)):
                return False
    return True


@compiled
def _are_clear(xy, first, last, start, other):
    """Whether the edges of a run keep clear of those of the same or a later run that do not follow on them."""
    for i in range(start, min(start + RUN, last)):
        for j in range(max(other, i + 2), min(other + RUN, last)):
            if not (_are_boxed_apart(xy, i, j) or (i == first and j == last - 1) or _are_sided_apart(xy, i, j)):
                return False
    return True


@inlined
def _are_boxed_apart(xy, i, j):
    ax, ay, bx, by = xy[i, 0], xy[i, 1], xy[i + 1, 0], xy[i + 1, 1]
    cx, cy, dx, dy = xy[j, 0], xy[j, 1], xy[j + 1, 0], xy[j + 1, 1]
    beside = larger(ax, bx) < smaller(cx, dx) or larger(cx, dx) < smaller(ax, bx)
    return beside or larger(ay, by) < smaller(cy, dy) or larger(cy, dy) < smaller(ay, by)


@compiled
def _are_sided_apart(xy, i, j):
    """Whether one of two edges lies wholly on one side of the other's line."""
    c, d = _side(xy, i, i + 1, j), _side(xy, i, i + 1, j + 1)
    if c * d > 0:
        return True
    return _side(xy, j, j + 1, i) * _side(xy, j, j + 1, i + 1) > 0


@inlined
def _goes_on(xy, a, b, c):
    """Whether edges from a to b and from b to c have nothing but b in common: they turn, or go forward."""
    one = (xy[b, 0] - xy[a, 0]) * (xy[c, 0] - xy[b, 0])
    two = (xy[b, 1] - xy[a, 1]) * (xy[c, 1] - xy[b, 1])
    return one + two > 2.0 * _BOUND * (abs(one) + abs(two)) or _side(xy, a, b, c) != 0


@inlined
def _side(xy, a, b, c):
    """The side of the line from a to b that c lies on: +1 left, −1 right, 0 where rounding could decide."""
    one = (xy[a, 0] - xy[c, 0]) * (xy[b, 1] - xy[c, 1])
    two = (xy[a, 1] - xy[c, 1]) * (xy[b, 0] - xy[c, 0])
    doubt = _BOUND * (abs(one) + abs(two))
    return 1 if one - two > doubt else -1 if two - one > doubt else 0
